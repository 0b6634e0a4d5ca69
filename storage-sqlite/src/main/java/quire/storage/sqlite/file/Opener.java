package quire.storage.sqlite.file;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.ProgressHandler;
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

  /** SQLite asks for an interrupt after so many of its instructions: some milliseconds. */
  private static final int STEPS_BETWEEN_CHECKS = 200_000;

  private final StoreFile file;
  private final Connector connector;
  private final Schema schema;
  private volatile Optional<Object> identity = Optional.empty();
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
    identity = file.identity();
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
   * Makes sure that the store is in use and that the path still leads to the file that is open:
   * writing into a deleted file would lose what is acknowledged.
   */
  public void check() {
    if (closed) {
      throw new StoreUnavailableException(
          "The store %s was closed; nothing was read or written".formatted(file));
    }
    Optional<Object> actual = file.identity();
    if (!actual.equals(identity)) {
      identity = actual;
      throw new StoreUnavailableException(
          "The store %s was replaced by another file while it was in use; this call did nothing. Repeat it to use the file that is there now"
              .formatted(file));
    }
  }

  /** Asks again what this version may do, because another one may have changed the format. */
  public void lookAtFormat(Session session) throws SQLException {
    access = schema.access(session, file);
  }

  /** {@return whether this connection belongs to a file that is no longer at the path} */
  public boolean isStale(Session session) {
    return !session.fileIdentity().equals(identity);
  }

  public Session openWriter() throws SQLException {
    return open(WRITER_TIMEOUT_MS, JOINING_MS);
  }

  /** {@return a connection that only reads, and stops when its thread is interrupted} */
  public Session openReader() throws SQLException {
    Session session = open(READER_TIMEOUT_MS, JOINING_MS);
    Connector.set(session, "query_only", 1);
    ProgressHandler.setHandler(
        session.connection(),
        STEPS_BETWEEN_CHECKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return Thread.currentThread().isInterrupted() ? 1 : 0;
          }
        });
    return session;
  }

  /** SQLite itself does not wait for the write lock: our own busy handler does. */
  static final int WRITER_TIMEOUT_MS = 0;

  /** A reader waits for nobody but a recovery after a crash. */
  static final int READER_TIMEOUT_MS = 1_000;

  private Session open(int busyTimeout, int patience) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    while (true) {
      Session session = connector.connect(patience);
      try {
        schema.identify(session, file);
        connector.configure(session, patience);
        access = schema.migrate(session, file);
        Connector.set(session, "busy_timeout", busyTimeout);
        return session;
      } catch (SQLException e) {
        quietlyClose(session);
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
    try {
      session.close();
    } catch (SQLException e) {
      // Nothing is lost by it: what was acknowledged is in the file.
      Log.of(Opener.class)
          .log(System.Logger.Level.DEBUG, "cannot close a connection to " + file, e);
    }
  }
}
