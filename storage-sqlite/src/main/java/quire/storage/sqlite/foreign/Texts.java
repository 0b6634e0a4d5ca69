package quire.storage.sqlite.foreign;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Texts of columns. */
final class Texts {
  private Texts() {}

  /** {@return the text; empty where the column is} */
  static String of(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
