package quire.storage.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.storage.sqlite.file.Schema;

/** What a child process does with a store; the first argument says what. */
final class ChildStore {
  private ChildStore() {}

  static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "create" -> create(file, Schema.CURRENT, arguments[2]);
      case "upgrade" -> create(file, Stores.NEXT, arguments[2]);
      case "write" -> write(file, arguments[2]);
      case "obey" -> obey(file);
      case "hold" -> hold(file);
      case "migrate-for-ever" -> Stores.open(file, endless());
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void create(Path file, Schema schema, String name) {
    try (MemoryStore store = Stores.openPatiently(file, schema)) {
      Stores.create(store, name);
      say(name);
    }
  }

  /** Writes until it is killed, and tells each write that was acknowledged. */
  private static void write(Path file, String prefix) {
    try (MemoryStore store = Stores.openPatiently(file, Schema.CURRENT)) {
      for (int i = 0; ; i++) {
        String name = prefix + i;
        Stores.create(store, name);
        Stores.add(store, name, "more about " + name);
        say(name);
      }
    }
  }

  /**
   * Adds an entity for each line read; answers with all names to an empty one, and closes and opens
   * the store for an exclamation mark.
   */
  private static void obey(Path file) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Optional<MemoryStore> store = Optional.of(Stores.openPatiently(file, Schema.CURRENT));
    say("ready");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        if (line.equals("!")) {
          store.ifPresent(MemoryStore::close);
          store = Optional.empty();
        }
        if (store.isEmpty()) {
          store = Optional.of(Stores.openPatiently(file, Schema.CURRENT));
        }
        say(answer(store.get(), line));
      } catch (StoreException refused) {
        say("refused " + refused.getMessage());
      }
    }
    store.ifPresent(MemoryStore::close);
  }

  private static String answer(MemoryStore store, String line) {
    return switch (line) {
      case "" -> String.join(",", Stores.names(store)) + ".";
      case "!" -> "opened";
      default -> added(store, line);
    };
  }

  private static String added(MemoryStore store, String name) {
    Stores.create(store, name);
    return "added " + name;
  }

  /** Keeps the write lock until its input ends. */
  private static void hold(Path file) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      say("held");
      System.in.read();
      statement.execute("ROLLBACK");
    }
  }

  /** {@return a schema whose second step changes something and then does not end} */
  private static Schema endless() {
    return Stores.with(
        new Schema.Migration(
            1,
            1,
            List.of(
                "CREATE TABLE extra(x INTEGER)",
                "DELETE FROM entities",
                """
                INSERT INTO extra
                WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT x FROM n
                WHERE x < 0
                """)));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
