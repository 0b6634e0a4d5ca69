package quire.storage.sqlite.write;

import java.sql.ResultSet;
import java.sql.SQLException;
import quire.storage.sqlite.file.Session;

/**
 * The newest write of a store. As writes are numbered in their order, a store that has this one has
 * all that came before.
 */
record LastWrite(long id, long time) {
  static LastWrite of(Session session) throws SQLException {
    try (ResultSet row =
        session.prepare("SELECT id, time_ns FROM writes ORDER BY id DESC LIMIT 1").executeQuery()) {
      return row.next() ? new LastWrite(row.getLong(1), row.getLong(2)) : new LastWrite(0, 0);
    }
  }

  boolean isIn(Session session) throws SQLException {
    return id == 0
        || session.number("SELECT count(*) FROM writes WHERE id=? AND time_ns=?", id, time) == 1;
  }
}
