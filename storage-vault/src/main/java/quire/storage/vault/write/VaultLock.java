package quire.storage.vault.write;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import quire.api.StoreBusyException;
import quire.api.StoreInterruptedException;
import quire.api.StoreStatistics;
import quire.api.StoreUnavailableException;
import quire.api.spi.FileFailure;

/**
 * The lock that one write holds for its few milliseconds: a kernel lock on a byte of a local file,
 * which the death of its holder frees at once. Waiting processes pass a turnstile, a second byte,
 * so that only one of them at a time competes with the holder and none starves.
 *
 * <p>There is one object per vault and class loader, because the kernel counts locks by process.
 */
public final class VaultLock {
  private static final Map<Path, VaultLock> OPEN = new HashMap<>();

  static final String FILE = "vault.lck";
  static final long MAIN = 0;
  private static final long TURNSTILE = 1;
  private static final long POLL_NANOS = 100_000;
  private static final long LONGEST_PAUSE_NANOS = 5_000_000;
  private static final Duration TURNSTILE_PATIENCE = Duration.ofSeconds(1);

  private final Path directory;
  private final LockFile file;
  private final LockOwner owner;
  private final ReentrantLock threads = new ReentrantLock(true);
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong longestWait = new AtomicLong();
  private int users;

  private VaultLock(Path directory) throws IOException {
    this.directory = directory;
    this.file = new LockFile(directory.resolve(FILE));
    this.owner = new LockOwner(directory.resolve("owner.json"));
    file.open();
  }

  /** {@return the process's only lock of the vault; each call is ended by {@link #release()}} */
  static VaultLock open(Path directory) throws IOException {
    synchronized (OPEN) {
      VaultLock lock = OPEN.get(directory);
      if (lock == null || !lock.file.isSame()) {
        lock = new VaultLock(directory);
        OPEN.put(directory, lock);
      }
      lock.users++;
      return lock;
    }
  }

  void release() {
    synchronized (OPEN) {
      users--;
      if (users == 0) {
        OPEN.remove(directory, this);
        close();
      }
    }
  }

  private void close() {
    file.drop();
    owner.close();
  }

  /** A lock that is held until it is closed. */
  final class Held implements AutoCloseable {
    private final FileLock lock;

    private Held(FileLock lock) {
      this.lock = lock;
    }

    /** Whatever fails, the lock is free afterwards. */
    @Override
    public void close() {
      try {
        lock.release();
      } catch (IOException e) {
        file.drop();
      } finally {
        threads.unlock();
      }
    }
  }

  /**
   * Waits for the lock.
   *
   * @param doing the operation, for those who wait meanwhile
   * @throws StoreBusyException if it was not to be had in time
   */
  Held acquire(Duration patience, String doing) {
    long started = System.nanoTime();
    long deadline = started + patience.toNanos();
    try {
      if (!threads.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
    boolean locked = false;
    FileLock lock = null;
    try {
      lock = waitForKernel(deadline);
      if (lock == null) {
        throw busy(patience);
      }
      file.checkSame();
      longestWait.accumulateAndGet(System.nanoTime() - started, Math::max);
      owner.write(doing);
      locked = true;
      return new Held(lock);
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "Cannot lock the vault in %s: %s; nothing was written. Calls work again once that has passed"
              .formatted(directory, FileFailure.text(e)),
          FileFailure.coded(e));
    } finally {
      if (!locked) {
        if (lock != null) {
          file.drop();
        }
        threads.unlock();
      }
    }
  }

  /** {@return the lock, or null when it was not to be had in time}; a failure leaves none held */
  private @Nullable FileLock waitForKernel(long deadline) throws IOException {
    try {
      return pollKernel(deadline);
    } catch (IOException | RuntimeException | Error e) {
      file.drop();
      throw e;
    }
  }

  private @Nullable FileLock pollKernel(long deadline) throws IOException {
    FileLock turnstile = null;
    long skipTurnstile = System.nanoTime() + TURNSTILE_PATIENCE.toNanos();
    long pause = 2 * POLL_NANOS;
    try {
      while (true) {
        if (turnstile == null) {
          turnstile = tryLock(TURNSTILE);
        }
        // The turnstile is fairness only: whoever is in it may be stopped.
        boolean mayCompete = turnstile != null || System.nanoTime() - skipTurnstile >= 0;
        FileLock main = mayCompete ? tryLock(MAIN) : null;
        if (main != null) {
          return main;
        }
        if (System.nanoTime() - deadline >= 0) {
          return null;
        }
        pause(
            turnstile == null
                ? ThreadLocalRandom.current().nextLong(POLL_NANOS, pause)
                : POLL_NANOS);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      }
    } finally {
      if (turnstile != null) {
        turnstile.release();
      }
    }
  }

  private static void pause(long nanos) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    LockSupport.parkNanos(nanos);
  }

  /** Unlike {@code lock()}, this is not ended by an interrupt, which would close the channel. */
  private @Nullable FileLock tryLock(long position) throws IOException {
    try {
      return file.open().tryLock(position, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // another class loader of this process holds it
    }
  }

  /** {@return how this process waited for the lock} */
  public StoreStatistics statistics() {
    return new StoreStatistics(0, 0, refusals.get(), Duration.ofNanos(longestWait.get()));
  }

  /** {@return the same for people} */
  public Map<String, String> details() {
    return Map.of(
        "write lock refusals",
        refusals.toString(),
        "longest wait for the write lock",
        longestWait.get() / 1_000_000 + " ms");
  }

  private StoreBusyException busy(Duration patience) {
    refusals.incrementAndGet();
    return new StoreBusyException(
        "The vault is being written by %s; nothing was written after waiting %,d ms. Repeat the call"
            .formatted(owner.describe(), patience.toMillis()));
  }

  private static StoreInterruptedException interrupted() {
    return new StoreInterruptedException(
        "Waiting for the vault's lock was cancelled; nothing was written");
  }
}
