package quire.storage.sqlite.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;
import quire.api.Durability;
import quire.api.StoreUnavailableException;
import quire.storage.sqlite.write.Upkeep;

/**
 * Opens connections that are all set up in the same way, and proves it by reading each setting
 * back.
 */
public record Connector(StoreFile file, Durability durability) {
  /** The write-ahead log is cut back to this size when it was longer. */
  public static final long LOG_SIZE_LIMIT = 16L << 20;

  /**
   * Only under a reader that stays for long does the log become longer than this: {@link
   * #LOG_TO_BE_MOVED} pages.
   */
  public static final long LOG_TOO_LONG = 13L << 20;

  /** From so many pages on, {@link Upkeep} moves the log back into the file. */
  public static final int LOG_WORTH_MOVING = 1_000;

  /** A log with so many pages is moved by the commit that made it so long. */
  private static final int LOG_TO_BE_MOVED = 3_000;

  /** Loads the driver and its native library. */
  public static void warmUp() {
    try (Connection connection =
            new JDBC4Connection("jdbc:sqlite::memory:", ":memory:", new Properties());
        PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
      statement.setLong(1, 1);
      statement.executeQuery().close();
    } catch (SQLException e) {
      // Whoever opens a store meets it again, and reports it.
    }
  }

  /** {@return a connection to the file, which must exist, with nothing but the timeout set} */
  public Session connect(int busyTimeout) throws SQLException {
    return connect(busyTimeout, new OpenFiles(file));
  }

  /** {@return the same, as one that belongs to these files} */
  public Session connect(int busyTimeout, OpenFiles files) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(busyTimeout);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    return connect(config, file, "", files);
  }

  /** {@return a connection that sees the database file alone, takes no lock and leaves no trace} */
  Session withoutLog(StoreFile database) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return connect(config, database, "?immutable=1", new OpenFiles(database));
  }

  /**
   * {@return a connection that reads where nothing can be written}
   *
   * @param frozen whether there is no log, so that no lock is needed, nor can be had
   */
  Session readOnly(OpenFiles files, boolean frozen, int busyTimeout) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(busyTimeout);
    return connect(config, files.target(), frozen ? "?immutable=1" : "?mode=ro", files);
  }

  /**
   * {@return a connection that keeps the others of this process from moving a log at their end} It
   * holds SQLite's lock of a reader on the database, and cannot move a log itself.
   */
  Session guard(OpenFiles files) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    Session guard = connect(config, files.target(), "?mode=ro", files);
    try {
      guard.number("SELECT count(*) FROM sqlite_schema");
    } catch (SQLException e) {
      // The lock is taken first, and the log may not be readable any more.
      Log.of(Connector.class).log(System.Logger.Level.DEBUG, "guarding " + file, e);
    }
    return guard;
  }

  private static Session connect(
      SQLiteConfig config, StoreFile file, String options, OpenFiles files) throws SQLException {
    // The driver would ask for the last row number after every insert.
    config.setGetGeneratedKeys(false);
    Properties properties = config.toProperties();
    // A URI carries any file name; in a plain name the driver takes "?" for the start of settings.
    String uri = "file:" + file.path().toUri().getRawPath() + options;
    Connection connection = new JDBC4Connection("jdbc:sqlite:" + uri, uri, properties);
    return new Session(connection, files);
  }

  /** Applies the settings of every connection. The file must be a store, or empty. */
  Session configure(Session session, int busyTimeout) throws SQLException {
    set(session, "busy_timeout", busyTimeout);
    expect("journal_mode", "wal", session.text("PRAGMA journal_mode=WAL"));
    set(session, "synchronous", durability == Durability.FULL ? 2 : 1);
    set(session, "foreign_keys", 1);
    // A store may come from a stranger, with an archive or a repository.
    set(session, "trusted_schema", 0);
    set(session, "cell_size_check", 1);
    // What was deleted is overwritten in the file.
    set(session, "secure_delete", 1);
    session.run("PRAGMA journal_size_limit=" + LOG_SIZE_LIMIT);
    expect("journal_size_limit", LOG_SIZE_LIMIT, session.number("PRAGMA journal_size_limit"));
    set(session, "wal_autocheckpoint", LOG_TO_BE_MOVED);
    expect("locking_mode", "normal", session.text("PRAGMA locking_mode"));
    expect("mmap_size", 0, session.number("PRAGMA mmap_size"));
    return session;
  }

  static void set(Session session, String pragma, long value) throws SQLException {
    session.run("PRAGMA " + pragma + "=" + value);
    expect(pragma, value, session.number("PRAGMA " + pragma));
  }

  private static void expect(String pragma, Object wanted, Object actual) {
    if (!wanted.toString().equals(actual.toString())) {
      throw new StoreUnavailableException(
          "SQLite did not accept the setting %s=%s, it reports %s; nothing was written"
              .formatted(pragma, wanted, actual));
    }
  }
}
