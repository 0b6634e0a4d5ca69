package quire.storage.sqlite.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import quire.api.StoreUnavailableException;

/**
 * Finds out whether the log that lies beside a database was written for it, and moves it aside if
 * it was not: SQLite would play it onto the database all the same, or delete it unread.
 */
public final class LogOwner {
  /**
   * Whoever moves a checkpoint into the database writes its first page and the link's within it.
   */
  private static final long CHECKPOINT_NS = TimeUnit.MILLISECONDS.toNanos(60);

  /** The database is held in memory to be compared. */
  private static final long LARGEST_COMPARED = 32L << 20;

  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final int DOUBTS = 3;
  private static final int ATTEMPTS = 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final OpenFiles files;
  private final StoreFile file;
  private final Connector connector;

  LogOwner(OpenFiles files, Connector connector) {
    this.files = files;
    this.file = files.target();
    this.connector = connector;
  }

  /** {@return the link that the database file holds, whatever its log says; empty if unreadable} */
  public Optional<LogLink> inDatabase() {
    if (file.size("") == 0) {
      return Optional.of(LogLink.NONE);
    }
    try (Session session = connector.withoutLog(file)) {
      boolean known =
          session.number("SELECT count(*) FROM sqlite_schema WHERE type='table' AND name='log'")
              == 1;
      return Optional.of(
          known
              ? LogLink.of(ByteBuffer.wrap(session.bytes("SELECT link FROM log")))
              : LogLink.NONE);
    } catch (SQLException e) {
      return Optional.empty(); // whoever opens it says what is wrong
    }
  }

  /** {@return whether the log there is surely another database's, or another state's} */
  public boolean isForeign() {
    for (int doubt = 0; doubt < DOUBTS; doubt++) {
      try {
        if (!seemsForeign()) {
          return false;
        }
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        // What cannot be read here is SQLite's to judge.
        return false;
      }
      // Of a store that is in use, database and log may have been seen at different moments.
      LockSupport.parkNanos(CHECKPOINT_NS);
    }
    return true;
  }

  private boolean seemsForeign() throws IOException {
    Optional<FileState> log = file.state(StoreFile.LOG);
    Optional<FileState> database = file.state("");
    if (log.isEmpty() || database.isEmpty() || log.get().size() == 0) {
      return false;
    }
    if (database.get().size() == 0) {
      return true;
    }
    Optional<LogLink> held = inDatabase();
    if (held.isEmpty()) {
      return false;
    }
    long id = held.get().id();
    LogLinks links = links();
    boolean foreign =
        !links.found().isEmpty()
            && links
                .naming(id)
                .map(found -> isOfAnotherFile(found, id, database.get(), log.get()))
                .orElse(true);
    return foreign
        && links.generation() == links().generation()
        && inDatabase().equals(held)
        && file.state("").flatMap(FileState::key).equals(database.get().key());
  }

  private LogLinks links() throws IOException {
    try (LogFile log = LogFile.open(file.sibling(StoreFile.LOG))) {
      LogLinks links = log.links(files.links());
      files.see(links);
      return links;
    }
  }

  /**
   * {@return the last link in the log that lies beside the database}
   *
   * @throws IOException if there is none, or it cannot be read
   */
  public LogLink newestLink() throws IOException {
    return links().newest();
  }

  /**
   * Tells a copy that was put in the database's place, and is just as the database was when the log
   * was begun.
   */
  private boolean isOfAnotherFile(
      LogLinks.Found found, long id, FileState database, FileState log) {
    LogLink link = found.link();
    if (link.log() == 0 || link.log() != log.number()) {
      return false; // the log has been copied too, with its database
    }
    if (link.database() != database.number()) {
      return true;
    }
    // SQLite writes the database after the log only to move the log into it.
    return found.atStart()
        && link.previous() == id
        && database.modified().isAfter(log.modified())
        && database.size() <= LARGEST_COMPARED
        && isSinceBoot(database)
        && isWithoutPagesOfLog();
  }

  /** A power cut may have kept the time of the last write and lost what was written. */
  private static boolean isSinceBoot(FileState database) {
    try {
      double uptime = Double.parseDouble(Files.readString(UPTIME).split(" ")[0]);
      return database.modified().isAfter(Instant.now().minusMillis((long) (uptime * 1_000)));
    } catch (IOException | NumberFormatException e) {
      return false; // not told on this system
    }
  }

  private boolean isWithoutPagesOfLog() {
    try (Session session = connector.withoutLog(file);
        LogFile log = LogFile.open(file.sibling(StoreFile.LOG))) {
      return !log.isMovedInto(session.databaseBytes());
    } catch (SQLException | IOException e) {
      return false;
    }
  }

  /**
   * Moves a foreign log aside. Its index goes, which is made anew from any log.
   *
   * @return its new place; empty if the log is this database's own, or there is none
   */
  public Optional<Path> setAside() {
    if (!isForeign()) {
      return Optional.empty();
    }
    Path log = file.sibling(StoreFile.LOG);
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        Optional<Path> aside = setAside(log);
        if (aside.isPresent() || !isForeign()) {
          return aside;
        }
      }
    } catch (NoSuchFileException e) {
      return Optional.empty(); // another process was quicker
    } catch (IOException e) {
      throw new StoreUnavailableException(
          "Cannot open %s: the log beside it, %s, was written for another database, and it cannot be moved aside; nothing was changed. Move it to another folder, then repeat the call"
              .formatted(file, log),
          e);
    }
    throw new StoreUnavailableException(
        "Cannot open %s: the log beside it, %s, was written for another database, and another process has it locked; nothing was changed. Repeat the call"
            .formatted(file, log));
  }

  /** Two processes that come at once must not take each other's new log for the old one. */
  private Optional<Path> setAside(Path log) throws IOException {
    Optional<FileState> meant = file.state(StoreFile.LOG);
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && file.state(StoreFile.LOG).equals(meant) && isForeign()) {
        Path aside = file.sibling(StoreFile.LOG + ".set-aside-" + TIME.format(Instant.now()));
        Files.deleteIfExists(file.sibling(StoreFile.INDEX));
        return Optional.of(Files.move(log, aside));
      }
    } catch (OverlappingFileLockException e) {
      // Another store of this process is at it.
    }
    LockSupport.parkNanos(CHECKPOINT_NS);
    return Optional.empty();
  }
}
