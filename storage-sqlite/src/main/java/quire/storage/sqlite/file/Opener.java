package quire.storage.sqlite.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import quire.api.StoreBusyException;
import quire.api.StoreDamagedException;
import quire.api.StoreUnavailableException;
import quire.storage.sqlite.file.Failures.Stage;
import quire.storage.sqlite.file.Schema.Access;

/** Opens the connections of one store, and knows which file they have to belong to. */
public final class Opener {
  /** A start waits so long for others that start, migrate or recover at the same time. */
  private static final int STARTING_MS = 20_000;

  /** A connection to a store that is in use already waits for a recovery at most. */
  private static final int JOINING_MS = 1_000;

  private static final int SMALLEST_DATABASE = 512;

  /** To find out whose log it is takes a millisecond, and a busy store is moved all the time. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final StoreFile file;
  private final Connector connector;
  private final Schema schema;
  private final ReentrantLock opening = new ReentrantLock();
  private final List<Runnable> releases = new CopyOnWriteArrayList<>();
  private final Set<Session> open = ConcurrentHashMap.newKeySet();

  /** Logs of other databases that lay beside this one. */
  private final List<Path> asideLogs = new CopyOnWriteArrayList<>();

  private volatile @Nullable OpenFiles files;
  private volatile long lastLook = System.nanoTime() - BETWEEN_LOOKS.toNanos();
  private volatile Access access = Access.READ_WRITE;
  private volatile boolean closed;

  public Opener(StoreFile file, Connector connector, Schema schema) {
    this.file = file;
    this.connector = connector;
    this.schema = schema;
  }

  public StoreFile file() {
    return file;
  }

  public Access access() {
    return access;
  }

  public Schema schema() {
    return schema;
  }

  /**
   * Creates the file where it is missing and makes it a store of this version.
   *
   * @return the connection that did it, which may write
   */
  public Session prepare() {
    file.createIfMissing();
    refuseFolder();
    refuseFragment();
    try {
      return open(WRITER_TIMEOUT_MS, STARTING_MS);
    } catch (SQLException e) {
      throw new Failures(file).translate(e, "open", Stage.READING);
    }
  }

  private void refuseFolder() {
    if (Files.isDirectory(file.path())) {
      throw new StoreUnavailableException(
          "Cannot open %s: it is a folder; nothing was changed. Name a file, such as %s"
              .formatted(file, file.path().resolve("memory.db")));
    }
  }

  /** A file that is too small to be a database counts as empty for SQLite, and is written over. */
  private void refuseFragment() {
    long size = file.size("");
    if (size > 0 && size < SMALLEST_DATABASE) {
      throw new StoreDamagedException(
          "Cannot open %s: with %d bytes it is not a database. It was left as it is. Choose another file"
              .formatted(file, size));
    }
  }

  /** Ends the use of the store; connections that are in use are closed by whoever uses them. */
  public void close() {
    closed = true;
  }

  /**
   * Makes sure that the store is in use and that the path still leads to the file that is open,
   * with what was written by way of its log: writing into another one would lose what is
   * acknowledged.
   *
   * @return the file as it is now
   */
  public FileState check() {
    if (closed) {
      throw new StoreUnavailableException(
          "The store %s was closed; nothing was read or written".formatted(file));
    }
    FileState actual = file.state();
    OpenFiles current = files;
    if (current != null && current.isOnlyRead()) {
      if (current.isThawed(actual)) {
        forget(current);
      }
    } else if (current != null && !current.isSeen(actual)) {
      lookAt(current, actual);
    }
    return actual;
  }

  private void lookAt(OpenFiles current, FileState actual) {
    if (!current.isDatabase(actual)) {
      throw replaced(current);
    }
    long now = System.nanoTime();
    boolean lately = now - lastLook < BETWEEN_LOOKS.toNanos();
    // While a checkpoint is under way, each call finds another state.
    if (lately && !current.isShorter(actual)) {
      return;
    }
    lastLook = now;
    Optional<Path> aside = new LogOwner(current, connector).setAside();
    if (aside.isPresent()) {
      asideLogs.add(aside.get());
      current.giveUp();
      throw new StoreUnavailableException(
          "The store %s was written over with another copy while it was in use; this call did nothing. What had been written since that copy was made is in %s, which fits the former file only. Repeat the call to use the file that is there now"
              .formatted(file, aside.get()));
    }
    current.see(actual);
  }

  private StoreUnavailableException replaced(OpenFiles former) {
    opening.lock();
    try {
      String aside = "";
      if (files == former) {
        OpenFiles fresh = new OpenFiles(file);
        aside =
            setAside(fresh).map(log -> ". The log of the former file is kept as " + log).orElse("");
        files = fresh;
      }
      return new StoreUnavailableException(
          "The store %s was replaced by another file while it was in use; this call did nothing%s. Repeat it to use the file that is there now"
              .formatted(file, aside));
    } finally {
      opening.unlock();
    }
  }

  private Optional<Path> setAside(OpenFiles fresh) {
    if (fresh.target().size(StoreFile.LOG) == 0) {
      return Optional.empty();
    }
    Optional<Path> aside = new LogOwner(fresh, connector).setAside();
    aside.ifPresent(
        log -> {
          asideLogs.add(log);
          fresh.renew();
          Log.of(Opener.class)
              .log(
                  System.Logger.Level.WARNING,
                  "Beside {0} lay the log of another database or of another state of this one. It"
                      + " was not played but moved to {1}; delete that file if nothing is missing",
                  file,
                  log);
        });
    return aside;
  }

  /** {@return how many bytes the log has} */
  public long logSize() {
    OpenFiles current = files;
    return current == null ? 0 : current.target().size(StoreFile.LOG);
  }

  /** {@return the logs of other databases that were moved aside} */
  public List<Path> asideLogs() {
    return List.copyOf(asideLogs);
  }

  /** {@return whether the log that is open is still the one beside the database} */
  public boolean hasLog() {
    OpenFiles current = files;
    return current == null || current.haveLog() || isUnused(current);
  }

  /** SQLite deletes the log itself when nobody has it open any more. */
  private boolean isUnused(OpenFiles current) {
    open.removeIf(Session::isClosed);
    return open.stream().noneMatch(session -> session.files() == current);
  }

  /** Asks again what this version may do, because another one may have changed the format. */
  public void lookAtFormat(Session session) throws SQLException {
    access = schema.access(session, file);
  }

  /** {@return whether this connection belongs to files that are no longer at the path} */
  public boolean isStale(Session session) {
    return session.files() != files;
  }

  /**
   * @param release closes connections that are not in use
   */
  public void onRelease(Runnable release) {
    releases.add(release);
  }

  /** Closes the connections of this store that nobody is using. */
  public void releaseIdle() {
    releases.forEach(Runnable::run);
  }

  /** {@return whether a connection other than this one is open to the same files} */
  public boolean isOnly(Session session) {
    open.removeIf(Session::isClosed);
    return open.stream().allMatch(one -> one == session || one.files() != session.files());
  }

  /** {@return whether this process has no connection open to the files at the path} */
  public boolean isReleased() {
    OpenFiles current = files;
    return current == null || isUnused(current);
  }

  /** {@return a connection that keeps the others of this process from moving their log} */
  public Session guard(OpenFiles lost) throws SQLException {
    return connector.guard(lost);
  }

  public LogOwner logOwner(OpenFiles files) {
    return new LogOwner(files, connector);
  }

  /** Lets the next connection be one to what the path leads to then. */
  public void forget(OpenFiles lost) {
    opening.lock();
    try {
      if (files == lost) {
        files = null;
      }
    } finally {
      opening.unlock();
    }
  }

  public Session openWriter() throws SQLException {
    return open(WRITER_TIMEOUT_MS, JOINING_MS);
  }

  /** {@return a connection that only reads, and stops when its thread is interrupted} */
  public Session openReader() throws SQLException {
    Session session = open(READER_TIMEOUT_MS, JOINING_MS);
    Connector.set(session, "query_only", 1);
    session.allow(new WorkAllowance(true));
    return session;
  }

  /** SQLite itself does not wait for the write lock: our own busy handler does. */
  static final int WRITER_TIMEOUT_MS = 0;

  /** A reader waits for nobody but a recovery after a crash. */
  static final int READER_TIMEOUT_MS = 1_000;

  private Session open(int busyTimeout, int patience) throws SQLException {
    opening.lock();
    try {
      OpenFiles belonging = belonging();
      Session session = open(belonging, busyTimeout, patience);
      open.add(session);
      belonging.noteLog();
      if (!belonging.areInPlace()) {
        quietlyClose(session);
        throw new StoreBusyException(
            "The files of %s were moved while it was opened; nothing was read or written, the call can be repeated"
                .formatted(file));
      }
      return session;
    } finally {
      opening.unlock();
    }
  }

  private OpenFiles belonging() {
    OpenFiles current = files;
    if (current == null || isUnused(current)) {
      OneName.refuseMountPoint(file);
      OpenFiles fresh = current == null || current.isUsed() ? new OpenFiles(file) : current;
      fresh.named(OneName.count(file));
      if (fresh.hasOneName()) {
        setAside(fresh);
      } else {
        refuseLogElsewhere(fresh);
      }
      files = fresh;
      return fresh;
    }
    return current;
  }

  /** Without the log that a file has under another name, what was written last is missing. */
  private void refuseLogElsewhere(OpenFiles fresh) {
    StoreFile target = fresh.target();
    boolean elsewhere =
        target.state(StoreFile.LOG).isEmpty()
            ? LockHolder.isOpen(target)
            : new LogOwner(fresh, connector).isForeign();
    if (elsewhere) {
      throw new StoreUnavailableException(
          "Cannot open %s: it is in use under another of its names (hard links), whose log holds what was written last; nothing was read or changed. Use that name, or find the others with find -samefile, and delete them or make them symbolic links"
              .formatted(file));
    }
  }

  private Session open(OpenFiles belonging, int busyTimeout, int patience) throws SQLException {
    if (!belonging.hasOneName()) {
      return openToRead(belonging, patience);
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    while (true) {
      Session session = connector.connect(patience, belonging);
      try {
        schema.identify(session, file);
        connector.configure(session, patience);
        SchemaGuard.check(schema, session, file);
        access = schema.migrate(session, file);
        if (belonging.isToBeRenewed() && access == Access.READ_WRITE) {
          renew(session);
        }
        Connector.set(session, "busy_timeout", busyTimeout);
        session.allow(new WorkAllowance(false));
        return session;
      } catch (SQLException e) {
        quietlyClose(session);
        if (Failures.isUnwritable(e) && !isWritable(belonging)) {
          return openToRead(belonging, patience);
        }
        // SQLite does not wait when two switch a new file to WAL at once.
        if (!Failures.isBusy(e) || System.nanoTime() > deadline) {
          throw e;
        }
      } catch (RuntimeException e) {
        quietlyClose(session);
        throw e;
      }
      LockSupport.parkNanos(
          ThreadLocalRandom.current().nextLong(1, TimeUnit.MILLISECONDS.toNanos(20)));
    }
  }

  private static boolean isWritable(OpenFiles belonging) {
    StoreFile target = belonging.target();
    return OneName.count(target) <= 1
        && Files.isWritable(target.path())
        && Files.isWritable(target.folderPath());
  }

  private Session openToRead(OpenFiles belonging, int patience) throws SQLException {
    // A log without its index, which such a place may have, cannot be read there.
    boolean frozen =
        belonging.target().size(StoreFile.LOG) == 0
            && (belonging.hasOneName() || !LockHolder.isOpen(belonging.target()));
    Session session = connector.readOnly(belonging, frozen, patience);
    try {
      schema.identify(session, file);
      SchemaGuard.check(schema, session, file);
      schema.access(session, file);
      access = Access.READ_ONLY;
      belonging.onlyRead(frozen);
      return session;
    } catch (SQLException | RuntimeException e) {
      quietlyClose(session);
      throw e;
    }
  }

  /** {@return whether the store is only read because it cannot be written where it lies} */
  public boolean isUnwritable() {
    OpenFiles current = files;
    return current != null && current.isOnlyRead();
  }

  /** {@return why it cannot be written} */
  public String obstacle() {
    OpenFiles current = files;
    return current == null ? "" : current.obstacle();
  }

  /** {@return what is to be done about it} */
  public String remedy() {
    OpenFiles current = files;
    return current == null ? "" : current.remedy();
  }

  /** Tries anew to write a store that could only be read. */
  public void retryWriting() {
    OpenFiles current = files;
    if (current != null && current.isOnlyRead() && isWritable(current)) {
      forget(current);
    }
  }

  /**
   * Gives the database file itself another link, so that whoever still has the former log open sees
   * that the two no longer belong together.
   */
  private static void renew(Session session) throws SQLException {
    session.run("BEGIN IMMEDIATE");
    try {
      session.files().linkAfter(LogLink.read(session)).write(session);
      session.run("COMMIT");
    } catch (SQLException e) {
      session.rollBack();
      throw e;
    }
    session.run("PRAGMA wal_checkpoint(PASSIVE)");
    session.files().renewed();
  }

  /** Brings the log back into the file and cuts it off, unless somebody else uses the store. */
  public void checkpoint(Session session) {
    try {
      session.run("PRAGMA busy_timeout=0");
      session.run("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      // The log stays, which is sound: the next process brings it back.
      Log.of(Opener.class).log(System.Logger.Level.DEBUG, "no checkpoint of " + file, e);
    }
  }

  public void quietlyClose(Session session) {
    open.remove(session);
    try {
      session.close();
    } catch (SQLException e) {
      // Nothing is lost by it: what was acknowledged is in the file.
      Log.of(Opener.class)
          .log(System.Logger.Level.DEBUG, "cannot close a connection to " + file, e);
    }
  }
}
