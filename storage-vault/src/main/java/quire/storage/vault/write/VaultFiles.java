package quire.storage.vault.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import quire.api.Durability;
import quire.api.StoreUnavailableException;
import quire.storage.vault.log.ChangeLog;
import quire.storage.vault.log.SharedCounters;
import quire.storage.vault.tree.VaultPlaces;

/** The open files of a vault's state directory. */
public final class VaultFiles implements AutoCloseable {
  private static final String PRIVATE = "rwx------";

  private final VaultLock lock;
  private final SharedCounters counters;
  private final ChangeLog log;
  private final RedoJournal journal;

  private VaultFiles(VaultLock lock, SharedCounters counters, ChangeLog log, RedoJournal journal) {
    this.lock = lock;
    this.counters = counters;
    this.log = log;
    this.journal = journal;
  }

  public static VaultFiles open(VaultPlaces places, Durability durability) {
    Path state = places.state();
    try {
      createPrivate(state);
      Path journal = Files.createDirectories(state.resolve("txn"));
      VaultLock lock = VaultLock.open(state.toRealPath());
      return new VaultFiles(
          lock,
          SharedCounters.open(state.resolve("counters")),
          new ChangeLog(state.resolve("changes.log"), durability == Durability.FULL),
          new RedoJournal(journal));
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "Cannot open the vault %s: its state directory %s cannot be written (%s); nothing was changed. Allow writing there, or set the option state-dir to a local folder of yours"
              .formatted(places.root(), state, e),
          e);
    }
  }

  /** What the log tells of a memory is as private as the memory. */
  private static void createPrivate(Path state) throws IOException {
    if (state.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      var owned = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE));
      Files.createDirectories(state, owned);
    } else {
      Files.createDirectories(state);
    }
  }

  public VaultLock lock() {
    return lock;
  }

  public SharedCounters counters() {
    return counters;
  }

  public ChangeLog log() {
    return log;
  }

  RedoJournal journal() {
    return journal;
  }

  @Override
  public void close() {
    try {
      log.close();
    } catch (IOException e) {
      throw new StoreUnavailableException("Cannot close the vault's change log", e);
    } finally {
      lock.release();
    }
  }
}
