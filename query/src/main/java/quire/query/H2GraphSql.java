package quire.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quire.api.MemoryStore;
import quire.api.spi.GraphSql;

/** Copies the graph into a database of its own for each statement. */
public final class H2GraphSql implements GraphSql {
  /** Opens nothing yet. */
  public H2GraphSql() {}

  @Override
  public void select(MemoryStore store, String statement, Duration limit, Rows rows) {
    OneSelect.check(statement);
    try {
      TimeLimit.run(limit, attempt -> select(store, statement, rows, attempt));
    } catch (SQLException e) {
      throw H2Failures.translate(e, "answer the statement");
    }
  }

  private static void select(
      MemoryStore store, String statement, Rows rows, TimeLimit.Attempt attempt)
      throws SQLException {
    PrivateDatabase database = new PrivateDatabase();
    try (Connection owner = database.owner()) {
      GraphTables.fill(owner, store, statement);
      try (Connection reader = database.reader(owner);
          Statement asked = reader.createStatement()) {
        attempt.asks(asked);
        answer(asked, statement, rows);
      }
    }
  }

  private static void answer(Statement asked, String statement, Rows rows) throws SQLException {
    try (ResultSet row = asked.executeQuery(statement)) {
      ResultSetMetaData meta = row.getMetaData();
      List<String> names = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        names.add(meta.getColumnLabel(i));
      }
      rows.columns(names);
      boolean more = true;
      while (more && row.next()) {
        more = rows.row(values(row, meta));
      }
    }
  }

  private static List<Optional<Object>> values(ResultSet row, ResultSetMetaData meta)
      throws SQLException {
    List<Optional<Object>> values = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      values.add(Optional.ofNullable(value(row, meta.getColumnType(i), i)));
    }
    return values;
  }

  /** Everything but numbers and truth as text: an object made of bytes could run code. */
  private static @Nullable Object value(ResultSet row, int type, int column) throws SQLException {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.NUMERIC,
          Types.DECIMAL,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.BOOLEAN ->
          row.getObject(column);
      default -> row.getString(column);
    };
  }
}
