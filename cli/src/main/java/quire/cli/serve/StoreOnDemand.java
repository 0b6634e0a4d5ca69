package quire.cli.serve;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.api.StoreUnavailableException;
import quire.cli.base.ConfigurationException;

/** A store that is opened once, and tried again for the next call when that failed. */
final class StoreOnDemand implements Supplier<MemoryStore> {
  private final Supplier<MemoryStore> opening;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<MemoryStore> opened = Optional.empty();
  private boolean closed;

  StoreOnDemand(Supplier<MemoryStore> opening) {
    this.opening = opening;
  }

  /**
   * Opens it now, so that the first call finds it open; a failure is that call's to answer.
   *
   * @param afterwards runs once it is open
   */
  void openAhead(Runnable afterwards, Consumer<StoreException> failed) {
    Thread.ofPlatform()
        .name("open-store")
        .daemon()
        .start(
            () -> {
              try {
                get();
                afterwards.run();
              } catch (StoreException failure) {
                failed.accept(failure);
              }
            });
  }

  @Override
  public MemoryStore get() {
    lock.lock();
    try {
      if (closed) {
        throw new StoreUnavailableException("The server is ending; nothing was read or written");
      }
      if (opened.isEmpty()) {
        opened = Optional.of(opening.get());
      }
      return opened.get();
    } catch (ConfigurationException unclear) {
      throw new StoreUnavailableException(unclear.getMessage(), unclear);
    } finally {
      lock.unlock();
    }
  }

  /** {@return the store if it is open; waits for nobody} */
  Optional<MemoryStore> opened() {
    return lock.tryLock() ? openedLocked() : Optional.empty();
  }

  private Optional<MemoryStore> openedLocked() {
    try {
      return closed ? Optional.empty() : opened;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the store if it is open, and does not wait longer than this for one being opened. */
  void close(Duration patience) throws InterruptedException {
    if (lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        closed = true;
        opened.ifPresent(MemoryStore::close);
      } finally {
        lock.unlock();
      }
    }
  }
}
