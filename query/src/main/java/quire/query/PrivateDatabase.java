package quire.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import org.h2.Driver;

/** A database in this process's memory that ends with its owner's connection. */
final class PrivateDatabase {
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();

  /** {@return a connection that may do everything} */
  Connection owner() throws SQLException {
    return connect(
        "owner",
        // Without it the end of the process waits for a statement that nothing stops.
        ";DB_CLOSE_ON_EXIT=FALSE"
            + ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0"
            + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE");
  }

  /** {@return a connection that may read the tables there are, and nothing else} */
  Connection reader(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute("CREATE USER reader PASSWORD ''");
      statement.execute("GRANT SELECT ON SCHEMA public TO reader");
    }
    owner.commit();
    // Rows are handed over as they are found, so that the first ones of very many need no memory.
    return connect("reader", ";LAZY_QUERY_EXECUTION=1");
  }

  private Connection connect(String user, String settings) throws SQLException {
    Properties credentials = new Properties();
    credentials.setProperty("user", user);
    credentials.setProperty("password", "");
    Connection connection = new Driver().connect(url + settings, credentials);
    if (connection == null) {
      throw new SQLException("The engine does not know " + url);
    }
    return connection;
  }
}
