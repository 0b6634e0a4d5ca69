package quire.storage.sqlite.file;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import quire.api.StoreDamagedException;

/**
 * Refuses a store whose tables are not as Quire makes them. A file may come from a stranger, and a
 * trigger or view in it would run with each call: change what is written, or never end.
 */
final class SchemaGuard {
  private SchemaGuard() {}

  /**
   * Compares what is there with what the migrations up to the file's version make. Of a newer
   * version, only that it has neither trigger nor view can be known. Other tables do no harm.
   */
  static void check(Schema schema, Session session, StoreFile file) throws SQLException {
    while (true) {
      int version = Schema.version(session);
      Optional<String> oddity = oddity(schema, version, session);
      if (oddity.isEmpty()) {
        return;
      }
      // Another process may bring the store up to date meanwhile.
      if (Schema.version(session) == version) {
        throw refusal(file, oddity.get());
      }
    }
  }

  private static Optional<String> oddity(Schema schema, int version, Session session)
      throws SQLException {
    Map<String, String> missing = expected(schema, version);
    boolean known = version <= schema.version();
    try (ResultSet row =
        session
            .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
            .executeQuery()) {
      while (row.next()) {
        String type = row.getString(1);
        String expected = missing.remove(row.getString(2));
        if (type.equals("trigger") || type.equals("view")) {
          return Optional.of("a " + type);
        }
        if (expected == null
            ? known && isOnOurs(schema, row)
            : !expected.equals(row.getString(4))) {
          return Optional.of("a changed table or index");
        }
      }
    }
    return known && !missing.isEmpty()
        ? Optional.of("no " + missing.keySet().iterator().next())
        : Optional.empty();
  }

  private static boolean isOnOurs(Schema schema, ResultSet row) throws SQLException {
    return row.getString(1).equals("index")
        && expected(schema, schema.version()).containsKey(row.getString(3));
  }

  /** {@return the statements by the name of what they make, as SQLite keeps them} */
  private static Map<String, String> expected(Schema schema, int version) {
    Map<String, String> expected = new HashMap<>();
    for (Schema.Migration migration :
        schema.migrations().subList(0, Math.min(version, schema.version()))) {
      for (String statement : migration.statements()) {
        if (statement.startsWith("CREATE ")) {
          String text = statement.strip();
          expected.put(name(text), text);
        }
      }
    }
    return expected;
  }

  private static String name(String statement) {
    String[] words = statement.split("[ (]+", 6);
    return words[1].equals("VIRTUAL") ? words[3] : words[2];
  }

  private static StoreDamagedException refusal(StoreFile file, String what) {
    return new StoreDamagedException(
        "Cannot open %s: it has %s, unlike any store that Quire makes, and could change what is written to it. It was left as it is. If you made that yourself, undo it; otherwise choose another file"
            .formatted(file, what));
  }
}
