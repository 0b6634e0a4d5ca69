package quire.storage.vault.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quire.api.Durability;
import quire.api.StoreReadOnlyException;
import quire.api.StoreUnavailableException;
import quire.api.spi.FileFailure;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.OpenLog;
import quire.storage.vault.log.SharedCounters;
import quire.storage.vault.tree.Log;
import quire.storage.vault.tree.VaultPlaces;

/**
 * The open files of a vault's state folder. Where the folder cannot be written, the vault can still
 * be read; each write tries again whether that has passed.
 */
public final class VaultFiles implements AutoCloseable {
  private final VaultPlaces places;
  private final Durability durability;
  private volatile Parts parts;
  private final OpenLog openLog;

  /** The files; without lock and journal where they could not be opened for writing. */
  private record Parts(
      @Nullable VaultLock lock,
      SharedCounters counters,
      ChangeLog log,
      @Nullable RedoJournal journal,
      String obstacle) {}

  private VaultFiles(VaultPlaces places, Durability durability, Parts parts) {
    this.places = places;
    this.durability = durability;
    this.parts = parts;
    this.openLog = new OpenLog(parts.log(), parts.counters());
  }

  public static VaultFiles open(VaultPlaces places, Durability durability) {
    try {
      return new VaultFiles(places, durability, partsToWrite(places, durability));
    } catch (IOException e) {
      return new VaultFiles(places, durability, partsToRead(places, e));
    }
  }

  private static Parts partsToWrite(VaultPlaces places, Durability durability) throws IOException {
    Path state = places.state();
    StateFolder.prepare(state);
    Path journal = StateFolder.inside(state.resolve("txn"));
    VaultLock lock = VaultLock.open(state.toRealPath());
    boolean opened = false;
    try {
      SharedCounters counters = SharedCounters.open(state.resolve("counters"));
      ChangeLog log = ChangeLog.open(state.resolve("changes.log"), durability == Durability.FULL);
      opened = true;
      return new Parts(lock, counters, log, new RedoJournal(journal), "");
    } finally {
      if (!opened) {
        lock.release();
      }
    }
  }

  private static Parts partsToRead(VaultPlaces places, IOException failure) {
    Path state = places.state();
    String trouble = FileFailure.text(failure);
    if (!FileFailure.mayPass(failure)) {
      throw unusable(places, trouble, failure);
    }
    try {
      return new Parts(
          null,
          SharedCounters.openToRead(state.resolve("counters")),
          ChangeLog.openToRead(state.resolve("changes.log")),
          null,
          "its state folder %s cannot be written: %s".formatted(state, trouble));
    } catch (IOException e) {
      e.addSuppressed(failure);
      throw unusable(places, FileFailure.text(e), e);
    }
  }

  private static StoreUnavailableException unusable(
      VaultPlaces places, String trouble, IOException cause) {
    return new StoreUnavailableException(
        "Cannot open the vault %s: its state folder %s cannot be used: %s; nothing was changed. Allow writing there, or set the option state-dir to a local folder of yours"
            .formatted(places.root(), places.state(), trouble),
        cause);
  }

  /** {@return why nothing can be written; empty if it can} */
  public Optional<String> obstacle() {
    return parts.obstacle().isEmpty() ? Optional.empty() : Optional.of(parts.obstacle());
  }

  /** {@return the lock, or empty if the vault can only be read} */
  public Optional<VaultLock> lockIfOpen() {
    return Optional.ofNullable(parts.lock());
  }

  /**
   * {@return the lock, which is opened now if it could not be before}
   *
   * @throws StoreReadOnlyException if it still cannot
   */
  public VaultLock lock() {
    VaultLock lock = parts.lock();
    return lock == null ? lockAtLast() : lock;
  }

  private synchronized VaultLock lockAtLast() {
    try {
      Parts old = parts;
      if (old.lock() == null) {
        Parts writable = partsToWrite(places, durability);
        openLog.replace(writable.log(), writable.counters());
        parts = writable;
        close(old.log());
      }
      return lock();
    } catch (IOException e) {
      throw new StoreReadOnlyException(
          "Cannot write the vault %s: its state folder %s cannot be written: %s. Nothing was written; reading works. Allow writing there or make room, then repeat the call"
              .formatted(places.root(), places.state(), FileFailure.text(e)),
          FileFailure.coded(e));
    }
  }

  public OpenLog openLog() {
    return openLog;
  }

  public SharedCounters counters() {
    return openLog.counters();
  }

  public ChangeLog log() {
    return openLog.log();
  }

  /** {@return the journal, for who holds the lock} */
  RedoJournal journal() {
    RedoJournal journal = parts.journal();
    if (journal == null) {
      throw new IllegalStateException("The journal is the lock holder's");
    }
    return journal;
  }

  private static void close(ChangeLog log) {
    try {
      log.close();
    } catch (IOException e) {
      Log.of(VaultFiles.class)
          .log(System.Logger.Level.DEBUG, "The change log closed with an error", e);
    }
  }

  @Override
  public synchronized void close() {
    close(parts.log());
    lockIfOpen().ifPresent(VaultLock::release);
  }
}
