package quire.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import quire.api.Change;
import quire.api.ChangePages;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.Subject;

/** The four tables, and how they are filled from a store. */
final class GraphTables {
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE entities(name VARCHAR PRIMARY KEY, type VARCHAR)",
          "CREATE TABLE observations(entity VARCHAR, position INT, text VARCHAR)",
          "CREATE TABLE relations(source VARCHAR, target VARCHAR, type VARCHAR)",
          """
          CREATE TABLE changes(sequence BIGINT PRIMARY KEY, written TIMESTAMP(9) WITH TIME ZONE,
            client VARCHAR, session VARCHAR, action VARCHAR, kind VARCHAR, entity VARCHAR,
            text VARCHAR, target VARCHAR, type VARCHAR)
          """);

  /** Without them a join would compare everything with everything. */
  private static final List<String> INDEXES =
      List.of(
          "CREATE INDEX observations_of ON observations(entity)",
          "CREATE INDEX relations_from ON relations(source)",
          "CREATE INDEX relations_to ON relations(target)",
          "CREATE INDEX changes_of ON changes(entity)");

  private static final int BATCH = 1_000;

  private final Connection connection;
  private final Predicate<String> wanted;

  private GraphTables(Connection connection, Predicate<String> wanted) {
    this.connection = connection;
    this.wanted = wanted;
  }

  /** Makes the tables and fills those that the statement can name. */
  static void fill(Connection connection, MemoryStore store, String statement) throws SQLException {
    String named = statement.toLowerCase(Locale.ROOT);
    // A name may be written with escapes.
    boolean escaped = named.contains("u&");
    new GraphTables(connection, table -> escaped || named.contains(table)).fill(store);
  }

  private void fill(MemoryStore store) throws SQLException {
    connection.setAutoCommit(false);
    run(TABLES);
    long newest = store.lastSequence();
    try (GraphSnapshot graph = store.read(new Selection.Everything())) {
      if (wanted.test("entities") || wanted.test("observations")) {
        entities(graph);
      }
      if (wanted.test("relations")) {
        relations(graph);
      }
    }
    if (wanted.test("changes")) {
      changes(store, newest);
    }
    run(INDEXES);
    connection.commit();
  }

  private void run(List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void entities(GraphSnapshot graph) throws SQLException {
    try (Filling entities = new Filling("entities", 2);
        Filling observations = new Filling("observations", 3)) {
      graph.entities(entity -> add(entity, entities, observations));
    }
  }

  private void add(Entity entity, Filling entities, Filling observations) {
    if (wanted.test("entities")) {
      entities.add(entity.name(), entity.type());
    }
    if (wanted.test("observations")) {
      int position = 0;
      for (String text : entity.observations()) {
        observations.add(entity.name(), ++position, text);
      }
    }
  }

  private void relations(GraphSnapshot graph) throws SQLException {
    try (Filling relations = new Filling("relations", 3)) {
      graph.relations(r -> relations.add(r.from(), r.to(), r.type()));
    }
  }

  private void changes(MemoryStore store, long newest) throws SQLException {
    try (Filling changes = new Filling("changes", 10)) {
      ChangePages.each(
          store,
          0,
          change -> {
            boolean wanted = change.sequence() <= newest;
            if (wanted) {
              add(change, changes);
            }
            return wanted;
          });
    }
  }

  private static void add(Change change, Filling changes) {
    Optional<String> text = Optional.empty();
    Optional<String> target = Optional.empty();
    Optional<String> type = Optional.empty();
    String kind =
        switch (change.subject()) {
          case Subject.OfEntity entity -> {
            type = Optional.of(entity.type());
            yield "entity";
          }
          case Subject.OfObservation observation -> {
            text = observation.text();
            yield "observation";
          }
          case Subject.OfRelation(Relation relation) -> {
            target = Optional.of(relation.to());
            type = Optional.of(relation.type());
            yield "relation";
          }
        };
    changes.add(
        change.sequence(),
        change.time().atOffset(ZoneOffset.UTC),
        change.author().client(),
        change.author().session(),
        change.action().name().toLowerCase(Locale.ROOT),
        kind,
        change.subject().entity(),
        text,
        target,
        type);
  }

  /** Adds rows to one table. */
  private final class Filling implements AutoCloseable {
    private final PreparedStatement insert;
    private int waiting;

    Filling(String table, int columns) throws SQLException {
      insert =
          connection.prepareStatement(
              "INSERT INTO %s VALUES(?%s)".formatted(table, ",?".repeat(columns - 1)));
    }

    void add(Object... values) {
      try {
        for (int i = 0; i < values.length; i++) {
          Object value = values[i];
          insert.setObject(i + 1, value instanceof Optional<?> maybe ? maybe.orElse(null) : value);
        }
        insert.addBatch();
        if (++waiting == BATCH) {
          flush();
        }
      } catch (SQLException e) {
        throw H2Failures.translate(e, "copy the graph for SQL");
      }
    }

    private void flush() throws SQLException {
      if (waiting > 0) {
        insert.executeBatch();
        connection.commit();
        waiting = 0;
      }
    }

    @Override
    public void close() throws SQLException {
      flush();
      insert.close();
    }
  }
}
