package quire.storage.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import quire.api.Author;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Selection;
import quire.api.spi.StoreSettings;
import quire.resilience.Patience;
import quire.resilience.RetryingMemoryStore;
import quire.storage.sqlite.file.Schema;

/** What the tests of this module say often. */
public final class Stores {
  public static final Author AUTHOR = new Author("test", "session");

  /** The next version: one table more. */
  public static final Schema NEXT =
      with(
          new Schema.Migration(
              1, Schema.CURRENT.version(), List.of("CREATE TABLE extra(x INTEGER)")));

  /** {@return the number of the current format, as SQLite answers it} */
  public static String format() {
    return Integer.toString(Schema.CURRENT.version());
  }

  /** {@return the number of the next format, as SQLite answers it} */
  public static String nextFormat() {
    return Integer.toString(NEXT.version());
  }

  private Stores() {}

  /** {@return the current schema and one step more} */
  public static Schema with(Schema.Migration step) {
    List<Schema.Migration> steps = new ArrayList<>(Schema.CURRENT.migrations());
    steps.add(step);
    return new Schema(steps);
  }

  public static MemoryStore open(Path file) {
    return open(file, Schema.CURRENT);
  }

  public static MemoryStore open(Path file, Schema schema) {
    return SqliteMemoryStore.open(StoreSettings.at(file), Clock.systemUTC(), schema);
  }

  /** {@return the store as the product uses it: a busy one is asked again} */
  public static MemoryStore openPatiently(Path file, Schema schema) {
    return new RetryingMemoryStore(open(file, schema), Patience.STANDARD);
  }

  public static List<Entity> create(MemoryStore store, String... names) {
    List<Entity> entities = new ArrayList<>();
    for (String name : names) {
      entities.add(new Entity(name, "thing", List.of("about " + name)));
    }
    return store.createEntities(entities, AUTHOR);
  }

  public static List<Observations> add(MemoryStore store, String entity, String text) {
    return store.addObservations(List.of(new Observations(entity, List.of(text))), AUTHOR);
  }

  public static List<String> names(MemoryStore store) {
    return read(store, new Selection.Everything()).entities().stream().map(Entity::name).toList();
  }

  public static Graph read(MemoryStore store, Selection selection) {
    try (GraphSnapshot snapshot = store.read(selection)) {
      return snapshot.toGraph();
    }
  }

  /** Runs statements on a connection that has nothing to do with the store. */
  public static void sql(Path file, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public static String value(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      String value = row.next() ? row.getString(1) : null;
      return value == null ? "" : value;
    }
  }
}
