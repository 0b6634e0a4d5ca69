package quire.storage.postgresql.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import quire.api.StoreException;
import quire.api.StoreUnavailableException;
import quire.storage.postgresql.address.Address;
import quire.storage.postgresql.address.DriverSettings;
import quire.storage.postgresql.address.Environment;

/** Connects to a memory's server, and looks at what it meets there. */
public final class Connector {
  private static final int OLDEST_SERVER = 15_00_00;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /**
   * A restart takes half a second to some seconds; who mistyped a port does not wait for longer.
   */
  private static final Duration LONGEST_OPENING = Duration.ofSeconds(5);

  /** The driver's own word for "no password was given", among others. */
  private static final String REJECTED = "08004";

  private static final String ABOUT =
      """
      SELECT pg_backend_pid(), current_setting('server_version_num')::int, pg_is_in_recovery(),
        current_setting('server_encoding'), current_setting('server_version'),
        (SELECT backend_start::text FROM pg_stat_activity WHERE pid=pg_backend_pid()),
        pg_postmaster_start_time()::text
      """;

  /** It would tell the user's terminal, by the names of its classes, what its exceptions say. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    DRIVER.setLevel(Level.OFF);
  }

  private final Address address;
  private final Environment environment;
  private final Failures failures;

  public Connector(Address address, Environment environment) {
    this.address = address;
    this.environment = environment;
    this.failures = new Failures(address, new DriverSettings(address, environment).user());
  }

  public Address address() {
    return address;
  }

  public Failures failures() {
    return failures;
  }

  /**
   * {@return a connection}
   *
   * @throws SQLException if there is none; the first attempt decides
   */
  public Session connect() throws SQLException {
    DriverSettings settings = new DriverSettings(address, environment);
    Properties properties = settings.properties();
    Connection connection = connect(settings, properties);
    try {
      return session(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * {@return a connection}
   *
   * @param action what it is for, to be read between "Cannot" and the server's address
   * @throws StoreException if there is none; the first attempt decides
   */
  public Session connect(String action) {
    try {
      return connect();
    } catch (SQLException e) {
      throw failures().unreachable(e, action);
    }
  }

  private Connection connect(DriverSettings settings, Properties properties) throws SQLException {
    try {
      Connection connection = new Driver().connect(settings.url(), properties);
      if (connection == null) {
        throw new AssertionError("The driver does not know its own address");
      }
      return connection;
    } catch (SQLException e) {
      if (Failures.state(e).equals(REJECTED) && !properties.containsKey("password")) {
        throw unusable(
            "the server asks user %s for a password, and none was found for this host, port, database and user in PGPASSWORD, %s or a service file"
                .formatted(settings.user(), settings.passwordFile()),
            "Put it into one of them (mode 0600)");
      }
      throw e;
    }
  }

  /**
   * Connects to a server that may be starting again or handing over just now.
   *
   * @param patience how long it may take
   */
  public Session reach(Duration patience) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return connect();
      } catch (SQLException e) {
        if (!Failures.passes(e)
            || System.nanoTime() + pause.toNanos() > end
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      LockSupport.parkNanos(pause.toNanos());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  /**
   * Connects for the first time.
   *
   * @param patience how long a call may take; of which the opening takes a part at most
   */
  public Session open(Duration patience) throws SQLException {
    return reach(patience.compareTo(LONGEST_OPENING) > 0 ? LONGEST_OPENING : patience);
  }

  private Session session(Connection connection) throws SQLException {
    PGConnection driver = connection.unwrap(PGConnection.class);
    try (PreparedStatement statement = connection.prepareStatement(ABOUT);
        ResultSet row = statement.executeQuery()) {
      row.next();
      check(row);
      // A pooler announces a process of its own.
      boolean pooled = driver.getBackendPID() != row.getInt(1);
      if (pooled) {
        // A statement kept by name would be another client's (PgBouncer 1.18, transaction mode).
        driver.setPrepareThreshold(0);
      }
      String start = row.getString(6);
      return new Session(
          connection,
          new Session.Backend(row.getInt(1), start == null ? "" : start, row.getString(7), pooled),
          address.schema());
    }
  }

  private void check(ResultSet about) throws SQLException {
    if (about.getInt(2) < OLDEST_SERVER) {
      throw unusable(
          "the server is PostgreSQL %s; 15 is the oldest that Quire works with"
              .formatted(about.getString(5)),
          "Upgrade the server");
    }
    if (!about.getString(4).equals("UTF8")) {
      throw unusable(
          "the database's encoding is %s, which cannot hold every text"
              .formatted(about.getString(4)),
          "Make a database with the encoding UTF8");
    }
    if (about.getBoolean(3)) {
      throw unusable("the server is a standby, which answers late", "Name the primary server");
    }
  }

  private StoreUnavailableException unusable(String why, String remedy) {
    return new StoreUnavailableException(
        "Cannot use %s: %s; nothing was changed. %s".formatted(address, why, remedy));
  }
}
