package quire.storage.sqlite.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.jdbc4.JDBC4Connection;

/** A database of another program, as it stands at one moment. */
final class ReadDatabase implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  /** Where the header says whether there is a log. */
  private static final int WRITE_VERSION = 18;

  private static final int WITH_LOG = 2;

  private final Path file;
  private final Optional<DatabaseCopy> copy;
  private final Connection connection;

  private ReadDatabase(Path file, Optional<DatabaseCopy> copy, Connection connection) {
    this.file = file;
    this.copy = copy;
    this.connection = connection;
  }

  static ReadDatabase open(Path file) throws IOException {
    Path real = file.toRealPath(); // beside which its log is
    Optional<DatabaseCopy> copy =
        hasLog(real) && !Files.exists(DatabaseCopy.beside(real, "-shm"))
            ? Optional.of(DatabaseCopy.of(real))
            : Optional.empty();
    boolean opened = false;
    try {
      ReadDatabase database =
          new ReadDatabase(file, copy, connect(copy.map(DatabaseCopy::file).orElse(real)));
      opened = true;
      return database;
    } catch (SQLException failure) {
      throw failed(file, failure);
    } finally {
      if (!opened && copy.isPresent()) {
        copy.get().close();
      }
    }
  }

  private static boolean hasLog(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(WRITE_VERSION);
      return in.read() == WITH_LOG;
    }
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(PATIENCE_MILLIS);
    config.setGetGeneratedKeys(false);
    String uri = "file:" + file.toUri().getRawPath() + "?mode=ro";
    Connection connection = new JDBC4Connection("jdbc:sqlite:" + uri, uri, config.toProperties());
    boolean ready = false;
    try (var statement = connection.createStatement()) {
      // It is a stranger's: its views and triggers call nothing, and each cell is checked.
      statement.execute("PRAGMA trusted_schema=0");
      statement.execute("PRAGMA cell_size_check=1");
      statement.execute("BEGIN");
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  /** {@return the names of the columns; none if there is no such table} */
  Set<String> columns(String table) throws IOException {
    Set<String> names = new HashSet<>();
    each(
        "SELECT name FROM pragma_table_info('%s')".formatted(table),
        row -> names.add(row.getString(1)));
    return names;
  }

  /** Takes a row. */
  interface Taker {
    void row(ResultSet row) throws SQLException;
  }

  void each(String sql, Taker taker) throws IOException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        taker.row(row);
      }
    } catch (SQLException failure) {
      throw failed(file, failure);
    }
  }

  private static IOException failed(Path file, SQLException failure) {
    int code = failure.getErrorCode() & 0xff;
    String why =
        code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code
            ? "its program keeps it locked. Do it again when that is done"
            : "it is damaged, or its program was ended in the middle of a write. Start and end its"
                + " program once, then do it again";
    return new IOException(
        "Cannot read the database %s: %s; the file was left as it is".formatted(file, why),
        failure);
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw failed(file, failure);
    } finally {
      if (copy.isPresent()) {
        copy.get().close();
      }
    }
  }
}
