package quire.storage.sqlite.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.jdbc4.JDBC4Connection;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.spi.ForeignDatabase;

/** The databases have the tables that the programs themselves made (docs/import.md). */
class ForeignDatabaseTest {
  private static final String PEPK =
      """
      CREATE TABLE entities (name TEXT PRIMARY KEY, entity_type TEXT NOT NULL);
      CREATE TABLE observations (
        id INTEGER PRIMARY KEY AUTOINCREMENT, entity_name TEXT NOT NULL, content TEXT NOT NULL);
      CREATE TABLE relations (
        id INTEGER PRIMARY KEY AUTOINCREMENT, from_entity TEXT NOT NULL, to_entity TEXT NOT NULL,
        relation_type TEXT NOT NULL);
      INSERT INTO entities VALUES ('Ada', 'person'), ('Zoë 😀', 'cat');
      INSERT INTO observations(entity_name, content)
        VALUES ('Ada', 'first'), ('Zoë 😀', 'line' || char(10) || 'break'), ('Ada', 'second'),
          ('Gone', 'of nobody');
      INSERT INTO relations(from_entity, to_entity, relation_type) VALUES ('Ada', 'Zoë 😀', 'has');
      """;

  private static final String LIBSQL =
      """
      CREATE TABLE entities (
        name TEXT PRIMARY KEY, entity_type TEXT NOT NULL,
        created_at DATETIME DEFAULT CURRENT_TIMESTAMP);
      CREATE TABLE observations (
        id INTEGER PRIMARY KEY AUTOINCREMENT, entity_name TEXT NOT NULL, content TEXT NOT NULL,
        created_at DATETIME DEFAULT CURRENT_TIMESTAMP);
      CREATE TABLE relations (
        id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, target TEXT NOT NULL,
        relation_type TEXT NOT NULL, created_at DATETIME DEFAULT CURRENT_TIMESTAMP);
      INSERT INTO entities VALUES ('Ada', 'person', '2025-01-01 10:00:00'),
        ('Bob', 'person', '2025-01-03 10:00:00');
      INSERT INTO observations(entity_name, content, created_at) VALUES
        ('Ada', 'late', '2025-01-04 00:00:00'), ('Ada', 'early', '2025-01-01 10:00:00');
      INSERT INTO relations(source, target, relation_type, created_at)
        VALUES ('Ada', 'Bob', 'knows', '2025-01-03 10:00:00');
      """;

  private static final String SERVICE =
      """
      CREATE TABLE memories (
        id INTEGER PRIMARY KEY AUTOINCREMENT, content_hash TEXT UNIQUE NOT NULL,
        content TEXT NOT NULL, tags TEXT, memory_type TEXT, metadata TEXT, created_at REAL,
        updated_at REAL, created_at_iso TEXT, updated_at_iso TEXT, deleted_at REAL DEFAULT NULL);
      CREATE TABLE memory_graph (
        source_hash TEXT NOT NULL, target_hash TEXT NOT NULL, similarity REAL NOT NULL,
        created_at REAL NOT NULL, relationship_type TEXT DEFAULT 'related',
        PRIMARY KEY (source_hash, target_hash));
      INSERT INTO memories(content_hash, content, tags, memory_type, metadata, created_at)
        VALUES ('aaaabbbbccccdddd', 'Use tabs', 'style, code', 'note', '{}', 1700000000.25),
          ('1111222233334444', 'No type', '', NULL, '{"k": 1}', 1700000001);
      INSERT INTO memories(content_hash, content, created_at, deleted_at)
        VALUES ('ffff', 'deleted there', 1700000002, 1700000003);
      INSERT INTO memory_graph
        VALUES ('aaaabbbbccccdddd', '1111222233334444', 0.5, 1700000004, 'supports');
      """;

  private static final String KEEPER =
      """
      CREATE TABLE sessions (
        id TEXT PRIMARY KEY, name TEXT, description TEXT, branch TEXT, parent_id TEXT,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
      CREATE TABLE context_items (
        id TEXT PRIMARY KEY, session_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
        category TEXT, priority TEXT DEFAULT 'normal', metadata TEXT,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, UNIQUE(session_id, key));
      CREATE TABLE entities (
        id TEXT PRIMARY KEY, session_id TEXT NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL,
        attributes TEXT, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
      CREATE TABLE relations (
        id TEXT PRIMARY KEY, session_id TEXT NOT NULL, subject_id TEXT NOT NULL,
        predicate TEXT NOT NULL, object_id TEXT NOT NULL,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
      CREATE TABLE observations (
        id TEXT PRIMARY KEY, entity_id TEXT NOT NULL, observation TEXT NOT NULL,
        timestamp TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
      CREATE TABLE journal_entries (
        id TEXT PRIMARY KEY, session_id TEXT NOT NULL, entry TEXT NOT NULL, mood TEXT,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
      CREATE TABLE context_relationships (
        id TEXT PRIMARY KEY, session_id TEXT NOT NULL, from_key TEXT NOT NULL,
        to_key TEXT NOT NULL, relationship_type TEXT NOT NULL,
        created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
      INSERT INTO sessions(id, name, description, created_at)
        VALUES ('s1', 'Shop', 'on the shop', '2026-11-29T20:55:40.932Z');
      INSERT INTO context_items(id, session_id, key, value, category, metadata, created_at)
        VALUES ('i1', 's1', 'db', 'uses PostgreSQL', 'decision', NULL, '2026-11-29 20:55:41'),
          ('i2', 's1', 'todo', 'write tests', NULL, '{"k": 1}', '2026-11-29 20:55:42');
      INSERT INTO journal_entries(id, session_id, entry, created_at)
        VALUES ('j1', 's1', 'long day', '2026-11-29 20:55:43');
      INSERT INTO context_relationships(id, session_id, from_key, to_key, relationship_type, created_at)
        VALUES ('l1', 's1', 'db', 'todo', 'depends_on', '2026-11-29 20:55:44');
      INSERT INTO entities(id, session_id, type, name, created_at)
        VALUES ('e1', 's1', 'file', 'a.c', '2026-11-29 20:55:45'),
          ('e2', 's1', 'function', 'main', '2026-11-29 20:55:45');
      INSERT INTO observations(id, entity_id, observation, timestamp)
        VALUES ('o1', 'e1', 'was changed', '2026-11-29 20:55:46');
      INSERT INTO relations(id, session_id, subject_id, predicate, object_id, created_at)
        VALUES ('r1', 's1', 'e1', 'contains', 'e2', '2026-11-29 20:55:46');
      """;

  @TempDir private Path folder;
  private final ForeignDatabase databases = new SqliteForeignDatabase();

  private Path made(String sql, String... further) throws SQLException {
    Path file = folder.resolve("memory.db");
    try (Connection connection = connect(file)) {
      run(connection, sql);
      for (String each : further) {
        run(connection, each);
      }
    }
    return file;
  }

  private static Connection connect(Path file) throws SQLException {
    return new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), new Properties());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String one : sql.split(";\n")) {
        statement.execute(one);
      }
    }
  }

  /** Writes down what comes. */
  private static final class Heard implements ForeignDatabase.Rows {
    final List<String> rows = new ArrayList<>();

    private void hear(Optional<Instant> time, Object what) {
      rows.add(time.map(known -> known + " ").orElse("") + what);
    }

    @Override
    public void entity(String table, long row, Entity entity, Optional<Instant> time) {
      hear(time, "%s (%s) %s".formatted(entity.name(), entity.type(), entity.observations()));
    }

    @Override
    public void relation(String table, long row, Relation relation, Optional<Instant> time) {
      hear(time, "%s %s %s".formatted(relation.from(), relation.type(), relation.to()));
    }

    @Override
    public void left(String table, long row, String reason, Map<String, String> columns) {
      hear(Optional.empty(), "%s:%d %s".formatted(table, row, reason));
    }
  }

  private List<String> heard(Path file) throws IOException {
    Heard heard = new Heard();
    databases.read(file, heard);
    return heard.rows;
  }

  @Test
  void aGraphWithoutTimesComesInItsOrder() throws Exception {
    Path file = made(PEPK);
    assertThat(databases.program(file)).contains("@pepk/mcp-memory-sqlite");
    assertThat(heard(file))
        .containsExactly(
            "Ada (person) []",
            "Zoë 😀 (cat) []",
            "Ada (person) [first]",
            "Zoë 😀 (cat) [line\nbreak]",
            "Ada (person) [second]",
            "observations:4 an observation of an entity that is not there",
            "Ada has Zoë 😀");
  }

  @Test
  void aGraphWithTimesComesByTime() throws Exception {
    Path file = made(LIBSQL);
    assertThat(databases.program(file)).contains("mcp-memory-libsql");
    assertThat(heard(file))
        .containsExactly(
            "2025-01-01T10:00:00Z Ada (person) []",
            "2025-01-01T10:00:00Z Ada (person) [early]",
            "2025-01-03T10:00:00Z Bob (person) []",
            "2025-01-03T10:00:00Z Ada knows Bob",
            "2025-01-04T00:00:00Z Ada (person) [late]");
  }

  @Test
  void textsWithoutAGraphGetOneOfTheirTagsAndLinks() throws Exception {
    Path file = made(SERVICE);
    assertThat(databases.program(file)).contains("mcp-memory-service");
    assertThat(heard(file))
        .containsExactly(
            "2023-11-14T22:13:20.250Z memory aaaabbbbcccc (note) [Use tabs]",
            "2023-11-14T22:13:20.250Z style (tag) []",
            "2023-11-14T22:13:20.250Z memory aaaabbbbcccc tagged style",
            "2023-11-14T22:13:20.250Z code (tag) []",
            "2023-11-14T22:13:20.250Z memory aaaabbbbcccc tagged code",
            "2023-11-14T22:13:21Z memory 111122223333 (memory) [No type]",
            "memories:2 its metadata have no place in a graph",
            "2023-11-14T22:13:24Z memory aaaabbbbcccc supports memory 111122223333");
  }

  @Test
  void valuesUnderKeysBecomeEntitiesWithTheirSession() throws Exception {
    Path file = made(KEEPER);
    assertThat(databases.program(file)).contains("mcp-memory-keeper");
    assertThat(heard(file))
        .containsExactly(
            "2026-11-29T20:55:40.932Z Shop (session) [on the shop]",
            "2026-11-29T20:55:41Z db (decision) [uses PostgreSQL]",
            "2026-11-29T20:55:41Z db saved_in Shop",
            "2026-11-29T20:55:42Z todo (context) [write tests]",
            "context_items:2 it has no place in a graph",
            "2026-11-29T20:55:42Z todo saved_in Shop",
            "2026-11-29T20:55:43Z Shop (session) [long day]",
            "2026-11-29T20:55:44Z db depends_on todo",
            "2026-11-29T20:55:45Z a.c (file) []",
            "2026-11-29T20:55:45Z main (function) []",
            "2026-11-29T20:55:46Z a.c (file) [was changed]",
            "2026-11-29T20:55:46Z a.c contains main");
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new java.util.TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(
            file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void nothingIsChangedAndNothingIsLeftBesideIt() throws Exception {
    for (String mode : List.of("delete", "wal")) {
      Path file = made("PRAGMA journal_mode=" + mode, PEPK);
      Map<String, String> before = files();
      assertThat(before).hasSize(1);
      assertThat(heard(file)).hasSize(7);
      assertThat(files()).isEqualTo(before);
      Files.delete(file);
    }
  }

  @Test
  void whatItsProgramHasJustWrittenIsReadWhileItRuns() throws Exception {
    Path file = made("PRAGMA journal_mode=wal", PEPK);
    try (Connection owner = connect(file)) {
      run(owner, "INSERT INTO entities VALUES ('New', 'thing')");
      byte[] before = Files.readAllBytes(file);
      assertThat(heard(file)).contains("New (thing) []");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      run(owner, "INSERT INTO entities VALUES ('Newer', 'thing')");
      assertThat(heard(file)).contains("Newer (thing) []");
    }
  }

  @Test
  void aLogThatItsProgramLeftBehindIsReadToo() throws Exception {
    Path file = made("PRAGMA journal_mode=wal", PEPK);
    Path taken = Files.createDirectory(folder.resolve("taken"));
    try (Connection owner = connect(file)) {
      run(owner, "INSERT INTO entities VALUES ('New', 'thing')");
      for (String suffix : List.of("", "-wal")) {
        Files.copy(file.resolveSibling("memory.db" + suffix), taken.resolve("memory.db" + suffix));
      }
    }
    assertThat(heard(taken.resolve("memory.db"))).contains("New (thing) []");
    assertThat(taken).isDirectoryNotContaining("glob:**-shm");
  }

  @Test
  void anotherDatabaseIsNotKnownAndADamagedOneIsSaidToBe() throws Exception {
    assertThat(databases.program(made("CREATE TABLE entities(name, entity_type)"))).isEmpty();
    Path damaged = folder.resolve("damaged.db");
    byte[] bytes = Files.readAllBytes(folder.resolve("memory.db"));
    Arrays.fill(bytes, 100, bytes.length, (byte) 7);
    Files.write(damaged, bytes);
    assertThatThrownBy(() -> databases.program(damaged))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(damaged.toString())
        .hasMessageContaining("the file was left as it is");
  }
}
