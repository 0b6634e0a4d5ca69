package quire.storage.sqlite.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quire.api.StoreBusyException;
import quire.api.StoreUnavailableException;
import quire.storage.sqlite.file.FileState;
import quire.storage.sqlite.file.Log;
import quire.storage.sqlite.file.LogLink;
import quire.storage.sqlite.file.OpenFiles;
import quire.storage.sqlite.file.Opener;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.file.StoreFile;

/**
 * Leads a process back to the files at its path after the log was taken away, exchanged or cut
 * under it. Its connections still have the former log open, which holds what was acknowledged.
 *
 * <p>Where nobody else has written since, that log is moved into the database, and nothing is lost.
 * Where another process has begun a log of its own meanwhile, moving would destroy what that one
 * has acknowledged; the store as this process knew it is kept as a file of its own then, unless all
 * of it turns out to be there.
 */
final class Mending {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  /** Readers of this process finish meanwhile; a call has ten times as long. */
  private static final int WAIT_FOR_READERS_MS = 1_000;

  private final Opener opener;
  private final StoreFile file;

  /** What the former files held, until it was found again. */
  private @Nullable LastWrite last;

  private Optional<Path> kept = Optional.empty();
  private boolean safe;

  Mending(Opener opener) {
    this.opener = opener;
    this.file = opener.file();
  }

  /**
   * Saves what only the former log has, and ends the use of the former files.
   *
   * @param old the connection that writes; it is closed
   * @throws StoreBusyException if another connection of this process is in use; nothing is lost
   */
  void leave(Session old) throws SQLException {
    OpenFiles lost = old.files();
    opener.releaseIdle();
    if (!lost.isOverwritten()) {
      last = LastWrite.of(old);
      safe = save(old, lost);
      if (!safe && kept.isEmpty()) {
        kept = keep(old);
      }
    }
    opener.releaseIdle();
    if (!opener.isOnly(old)) {
      throw new StoreBusyException(
          "The log of %s was taken away, and a read that is under way still uses it; nothing was written, the call can be repeated"
              .formatted(file));
    }
    Session guard = opener.guard(lost);
    opener.quietlyClose(old);
    opener.quietlyClose(guard);
    if (safe) {
      removeOwnLog(lost);
    }
    opener.forget(lost);
  }

  /**
   * Compares what is there now with what the former files held.
   *
   * @throws StoreUnavailableException if something acknowledged is missing
   */
  void compare(Session session) throws SQLException {
    LastWrite expected = last;
    Optional<Path> copy = kept;
    last = null;
    kept = Optional.empty();
    if (expected == null) {
      return;
    }
    if (expected.isIn(session)) {
      copy.ifPresent(Mending::delete);
      return;
    }
    throw new StoreUnavailableException(
        "The log of %s was deleted, replaced or cut off while it was in use, and changes that had been acknowledged are missing from the store now; this call did nothing. %s. Repeat the call to go on without them"
            .formatted(
                file,
                copy.map(path -> "They are in " + path + ", a store that can be opened")
                    .orElse("They could not be kept")));
  }

  /** {@return whether the database file has all that the former log had} */
  private boolean save(Session old, OpenFiles lost) {
    try {
      if (isMoved(old.prepare("PRAGMA wal_checkpoint(NOOP)").executeQuery())) {
        return true;
      }
      return !lost.isCut() && !isWrittenByOthers(old, lost) && move(old, lost);
    } catch (SQLException | IOException e) {
      Log.of(Mending.class).log(System.Logger.Level.DEBUG, "saving " + file, e);
      return false;
    }
  }

  private static boolean isMoved(ResultSet counts) throws SQLException {
    try (ResultSet row = counts) {
      return row.next() && row.getLong(1) == 0 && row.getLong(2) == row.getLong(3);
    }
  }

  private boolean isWrittenByOthers(Session old, OpenFiles lost) throws SQLException, IOException {
    LogLink own = LogLink.read(old);
    Optional<LogLink> held = opener.logOwner(lost).inDatabase();
    if (held.isEmpty() || !own.descendsFrom(held.get().id())) {
      return true;
    }
    Optional<FileState> there = lost.target().state(StoreFile.LOG);
    if (there.isPresent() && !lost.isForeignLog(there.get())) {
      return lost.isIndexForeign();
    }
    if (there.isEmpty() || there.get().size() == 0) {
      return false;
    }
    LogLink newest = opener.logOwner(lost).newestLink();
    return newest.id() == 0 || !own.descendsFrom(newest.id());
  }

  /** The new link tells any copy of the former log, which lacks it, from the database's own log. */
  private boolean move(Session old, OpenFiles lost) throws SQLException {
    Optional<FileState> before = lost.target().state(StoreFile.LOG);
    old.run("BEGIN IMMEDIATE");
    try {
      lost.linkAfter(LogLink.read(old)).write(old);
      old.run("COMMIT");
    } catch (SQLException e) {
      old.rollBack();
      throw e;
    }
    old.run("PRAGMA busy_timeout=" + WAIT_FOR_READERS_MS);
    return isMoved(old.prepare("PRAGMA wal_checkpoint(FULL)").executeQuery())
        && lost.target()
            .state(StoreFile.LOG)
            .flatMap(FileState::key)
            .equals(before.flatMap(FileState::key));
  }

  private Optional<Path> keep(Session old) {
    StoreFile copy = new StoreFile(file.sibling(".kept-" + TIME.format(Instant.now())));
    try {
      copy.createIfMissing();
      old.execute("VACUUM INTO ?", copy.path().toString());
      return Optional.of(copy.path());
    } catch (SQLException | StoreUnavailableException e) {
      Log.of(Mending.class).log(System.Logger.Level.WARNING, "cannot keep a copy of " + file, e);
      delete(copy.path());
      return Optional.empty();
    }
  }

  /**
   * All of it is in the database, and who still writes to it by the former index must not be heard.
   */
  private static void removeOwnLog(OpenFiles lost) {
    lost.target()
        .state(StoreFile.LOG)
        .filter(there -> !lost.isForeignLog(there) && !lost.isIndexForeign())
        .ifPresent(there -> delete(lost.target().sibling(StoreFile.LOG)));
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      Log.of(Mending.class).log(System.Logger.Level.DEBUG, "cannot delete " + path, e);
    }
  }
}
