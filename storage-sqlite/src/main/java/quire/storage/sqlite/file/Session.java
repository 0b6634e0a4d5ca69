package quire.storage.sqlite.file;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** One connection with its prepared statements. Used by one thread at a time. */
public final class Session implements AutoCloseable {
  private final Connection connection;
  private final OpenFiles files;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private volatile boolean closed;
  private @Nullable WorkAllowance allowance;

  /**
   * @param files which files the path led to when the connection was opened
   */
  Session(Connection connection, OpenFiles files) {
    this.connection = connection;
    this.files = files;
  }

  public OpenFiles files() {
    return files;
  }

  public Connection connection() {
    return connection;
  }

  /** {@return the statement, compiled once, with these values bound} */
  public PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    // A switch over types makes its code when it first runs, which takes milliseconds.
    if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long || value instanceof Integer) {
      statement.setLong(index, ((Number) value).longValue());
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else {
      throw new IllegalArgumentException("no SQL type for " + value.getClass());
    }
  }

  public void execute(String sql, Object... values) throws SQLException {
    prepare(sql, values).execute();
  }

  /** {@return how many rows the statement changed} */
  public long update(String sql, Object... values) throws SQLException {
    return prepare(sql, values).executeUpdate();
  }

  /** {@return the first column of the first row; 0 if there is none} */
  public long number(String sql, Object... values) throws SQLException {
    try (ResultSet row = prepare(sql, values).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** {@return the first column of the first row; empty if there is none} */
  public String text(String sql, Object... values) throws SQLException {
    try (ResultSet row = prepare(sql, values).executeQuery()) {
      String text = row.next() ? row.getString(1) : null;
      return text == null ? "" : text;
    }
  }

  /** {@return the first column of the first row; empty if there is none} */
  public byte[] bytes(String sql) throws SQLException {
    try (ResultSet row = prepare(sql).executeQuery()) {
      byte[] bytes = row.next() ? row.getBytes(1) : null;
      return bytes == null ? new byte[0] : bytes;
    }
  }

  /** Lets each call do so much work, and no more. */
  void allow(WorkAllowance allowed) throws SQLException {
    allowance = allowed;
    ProgressHandler.setHandler(connection, WorkAllowance.STEPS, allowed);
  }

  /** Lets the connection work for as long as it takes. */
  public void allowAll() throws SQLException {
    allowance = null;
    ProgressHandler.clearHandler(connection);
  }

  /** Begins a call, which may do all the work that one may. */
  public void beginCall() {
    WorkAllowance allowed = allowance;
    if (allowed != null) {
      allowed.renew();
    }
  }

  /** {@return all bytes of the database as this connection sees them} */
  byte[] databaseBytes() throws SQLException {
    return connection.unwrap(SQLiteConnection.class).serialize("main");
  }

  /** Runs a statement once, without keeping it. */
  public void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Hands each row to the visitor. */
  public void each(RowVisitor visitor, String sql, Object... values) throws SQLException {
    try (ResultSet row = prepare(sql, values).executeQuery()) {
      while (row.next()) {
        visitor.visit(row);
      }
    }
  }

  /** Sees the current row of a result. */
  public interface RowVisitor {
    void visit(ResultSet row) throws SQLException;
  }

  /**
   * Ends an open transaction without effect; one that SQLite has ended by itself is none.
   *
   * @return whether it is certain that no transaction is left
   */
  public boolean rollBack() {
    try {
      run("ROLLBACK");
      return true;
    } catch (SQLException e) {
      String message = e.getMessage();
      return message != null && message.contains("no transaction is active");
    }
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() throws SQLException {
    closed = true;
    SQLException failure = null;
    for (PreparedStatement statement : statements.values()) {
      failure = closing(statement, failure);
    }
    statements.clear();
    failure = closing(connection, failure);
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable SQLException closing(
      AutoCloseable resource, @Nullable SQLException earlier) {
    try {
      resource.close();
      return earlier;
    } catch (Exception e) {
      SQLException failure = e instanceof SQLException sql ? sql : new SQLException(e);
      if (earlier != null) {
        failure.addSuppressed(earlier);
      }
      return failure;
    }
  }
}
