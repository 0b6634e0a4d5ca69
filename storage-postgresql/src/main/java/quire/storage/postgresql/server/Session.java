package quire.storage.postgresql.server;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Transactions are begun and ended by statements of the messages, never by the
 * driver: what it sets for a session would stay with a pooler's connection that others use next.
 */
public final class Session implements AutoCloseable {
  /** So long an answer is waited for: {@code socketTimeout}. */
  public static final int USUAL_SECONDS = 30;

  private static final int MOST_TEXTS_KEPT = 200;

  /** Longer ones, of questions with many words, hardly come twice. */
  private static final int LONGEST_TEXT_KEPT = 8_192;

  /** "canceling wait for synchronous replication", which comes with a successful commit. */
  private static final String UNCONFIRMED = "01000";

  private final Connection connection;
  private final Backend backend;
  private final String schema;
  private final Map<String, String> texts = new HashMap<>();
  private boolean open;

  /**
   * The process of the server that serves a connection.
   *
   * @param pooled whether a pooler is in between, and other processes may serve it as well
   */
  public record Backend(int process, String start, String serverStart, boolean pooled) {}

  /**
   * @param schema quoted
   */
  Session(Connection connection, Backend backend, String schema) {
    this.connection = connection;
    this.backend = backend;
    this.schema = schema;
  }

  public Backend backend() {
    return backend;
  }

  /** {@return whether a transaction is open} */
  public boolean isOpen() {
    return open;
  }

  /**
   * Sends the message and reads its answers.
   *
   * @return whether the server warns that a standby did not confirm what was committed
   */
  public boolean send(Message message) throws SQLException {
    open |= message.begins();
    try (PreparedStatement statement = connection.prepareStatement(text(message.sql()))) {
      List<Array> arrays = bind(statement, message.values());
      boolean rows = statement.execute();
      for (int part = 0; part < message.parts(); part++) {
        if (rows) {
          try (ResultSet answer = statement.getResultSet()) {
            message.rows(part, answer);
          }
        } else {
          message.counted(part, statement.getLargeUpdateCount());
        }
        rows = statement.getMoreResults();
      }
      for (Array array : arrays) {
        array.free();
      }
      open &= !message.ends();
      return isUnconfirmed(statement.getWarnings());
    }
  }

  private static boolean isUnconfirmed(@Nullable SQLWarning first) {
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      if (UNCONFIRMED.equals(warning.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private String text(String sql) {
    if (sql.length() > LONGEST_TEXT_KEPT) {
      return sql.replace("$m", schema);
    }
    if (texts.size() > MOST_TEXTS_KEPT) {
      texts.clear();
    }
    return texts.computeIfAbsent(sql, template -> template.replace("$m", schema));
  }

  private List<Array> bind(PreparedStatement statement, List<Object> values) throws SQLException {
    List<Array> arrays = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      String type = arrayType(value);
      if (type.isEmpty()) {
        statement.setObject(i + 1, value);
      } else {
        Array array =
            value instanceof long[] longs
                ? connection.createArrayOf(type, boxed(longs))
                : connection.createArrayOf(type, (Object[]) value);
        arrays.add(array);
        statement.setArray(i + 1, array);
      }
    }
    return arrays;
  }

  private static Long[] boxed(long[] values) {
    Long[] boxed = new Long[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }

  private static String arrayType(Object value) {
    if (value instanceof long[]) {
      return "int8";
    }
    if (value instanceof UUID[]) {
      return "uuid";
    }
    return value instanceof String[] ? "text" : "";
  }

  /**
   * Ends a transaction without effect.
   *
   * @return whether the server answers; then nothing of the transaction happened for certain
   */
  public boolean rollBack() {
    try (PreparedStatement statement = connection.prepareStatement("ROLLBACK")) {
      var _ = statement.execute();
      open = false;
      return true;
    } catch (SQLException _) {
      return false;
    }
  }

  /** Lets answers take longer than usual. */
  public void allow(int seconds) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, seconds * 1_000);
  }

  /** Ends the connection; what fails here changes nothing any more. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // It is gone, which was wanted.
    }
  }
}
