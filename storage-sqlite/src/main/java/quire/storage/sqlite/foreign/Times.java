package quire.storage.sqlite.foreign;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Times of columns, which may be texts in UTC, or seconds since 1970. */
final class Times {
  private Times() {}

  /** {@return the milliseconds since 1970 in SQL; NULL where the column holds no time} */
  static String milliseconds(String column) {
    return """
    CASE typeof(%1$s)
      WHEN 'text' THEN CAST(round(1000 * unixepoch(%1$s, 'subsec')) AS INTEGER)
      WHEN 'null' THEN NULL
      ELSE CAST(round(CASE WHEN %1$s < 100000000000 THEN 1000 * %1$s ELSE %1$s END) AS INTEGER)
    END\
    """
        .formatted(column);
  }

  static Optional<Instant> of(ResultSet row, int column) throws SQLException {
    long time = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
  }
}
