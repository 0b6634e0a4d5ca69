package quire.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.spi.GraphSql;
import quire.api.spi.GraphSqlException;
import quire.conformance.HeapMemoryStore;

class H2GraphSqlTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Author AUTHOR = new Author("kit", "s1");

  /** Keeps an answer, its columns as the first row. */
  static final class Kept implements GraphSql.Rows {
    final List<List<String>> rows = new ArrayList<>();

    @Override
    public void columns(List<String> names) {
      rows.add(names);
    }

    @Override
    public boolean row(List<Optional<Object>> values) {
      rows.add(values.stream().map(value -> value.map(String::valueOf).orElse("NULL")).toList());
      return true;
    }
  }

  static MemoryStore store() {
    MemoryStore store =
        new HeapMemoryStore(Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC));
    store.createEntities(
        List.of(
            new Entity("Mira", "person", List.of("likes tea", "works at night")),
            new Entity("Olga", "person", List.of("it's \"odd\"; ta\u00efga \uD83C\uDF75"))),
        AUTHOR);
    store.createRelations(List.of(new Relation("Mira", "Olga", "knows")), AUTHOR);
    return store;
  }

  static List<List<String>> select(MemoryStore store, String sql) {
    Kept kept = new Kept();
    new H2GraphSql().select(store, sql, LIMIT, kept);
    return kept.rows;
  }

  @Test
  void theTablesHoldTheGraph() {
    try (MemoryStore store = store()) {
      assertThat(select(store, "SELECT * FROM entities ORDER BY name"))
          .containsExactly(
              List.of("name", "type"), List.of("Mira", "person"), List.of("Olga", "person"));
      assertThat(select(store, "select * from Observations order by entity, position"))
          .containsExactly(
              List.of("entity", "position", "text"),
              List.of("Mira", "1", "likes tea"),
              List.of("Mira", "2", "works at night"),
              List.of("Olga", "1", "it's \"odd\"; ta\u00efga \uD83C\uDF75"));
      assertThat(select(store, "TABLE relations"))
          .containsExactly(List.of("source", "target", "type"), List.of("Mira", "Olga", "knows"));
    }
  }

  @Test
  void theChangesSayWhatHappenedAndKeepWhatWasRemoved() {
    try (MemoryStore store = store()) {
      store.deleteObservations(List.of(new Observations("Mira", List.of("likes tea"))), AUTHOR);
      assertThat(
              select(
                  store,
                  "SELECT written, client, session, action, kind, entity, text, target, type"
                      + " FROM changes ORDER BY sequence"))
          .contains(
              List.of(
                  "2026-01-02 03:04:05+00",
                  "kit",
                  "s1",
                  "added",
                  "entity",
                  "Mira",
                  "NULL",
                  "NULL",
                  "person"),
              List.of(
                  "2026-01-02 03:04:05+00",
                  "kit",
                  "s1",
                  "added",
                  "relation",
                  "Mira",
                  "NULL",
                  "Olga",
                  "knows"),
              List.of(
                  "2026-01-02 03:04:05+00",
                  "kit",
                  "s1",
                  "removed",
                  "observation",
                  "Mira",
                  "likes tea",
                  "NULL",
                  "NULL"))
          .hasSize(8);
      assertThat(select(store, "SELECT count(*) FROM changes").getLast()).containsExactly("7");
    }
  }

  @Test
  void joinsGroupsAndRecursionWork() {
    try (MemoryStore store = store()) {
      assertThat(
              select(
                  store,
                  "SELECT e.type, count(*) AS n FROM entities e JOIN observations o"
                      + " ON o.entity=e.name GROUP BY e.type;"))
          .containsExactly(List.of("type", "n"), List.of("person", "3"));
      assertThat(
              select(
                  store,
                  "WITH RECURSIVE reach(name, depth) AS (SELECT 'Mira', 0 UNION ALL SELECT"
                      + " r.target, depth + 1 FROM reach JOIN relations r ON r.source=reach.name)"
                      + " SELECT * FROM reach"))
          .containsExactly(List.of("name", "depth"), List.of("Mira", "0"), List.of("Olga", "1"));
    }
  }

  @Test
  void aTableNamedWithEscapesIsFilledAsWell() {
    try (MemoryStore store = store()) {
      assertThat(select(store, "SELECT count(*) FROM U&\"\\0065ntities\"").getLast())
          .containsExactly("2");
    }
  }

  @Test
  void noMoreRowsAreFoundThanAreWanted() {
    try (MemoryStore store = store()) {
      List<List<Optional<Object>>> rows = new ArrayList<>();
      new H2GraphSql()
          .select(
              store,
              "SELECT x AS n FROM SYSTEM_RANGE(1, 1000000000)",
              LIMIT,
              new GraphSql.Rows() {
                @Override
                public void columns(List<String> names) {
                  assertThat(names).containsExactly("n");
                }

                @Override
                public boolean row(List<Optional<Object>> values) {
                  rows.add(values);
                  return rows.size() < 3;
                }
              });
      assertThat(rows).hasSize(3);
    }
  }

  @Test
  void aStatementWithoutEndIsStopped() {
    try (MemoryStore store = store()) {
      assertThatThrownBy(
              () ->
                  new H2GraphSql()
                      .select(
                          store,
                          "SELECT sum(a.x * b.x) FROM SYSTEM_RANGE(1, 1000000) a,"
                              + " SYSTEM_RANGE(1, 1000000) b",
                          Duration.ofMillis(200),
                          new Kept()))
          .isInstanceOf(GraphSqlException.class)
          .hasMessageContaining("--timeout");
    }
  }

  @Test
  void aFunctionWithoutEndIsLeftAlone() {
    try (MemoryStore store = store()) {
      assertThatThrownBy(
              () ->
                  new H2GraphSql()
                      .select(
                          store,
                          "SELECT HASH('SHA-256', STRINGTOUTF8('x'), 30000000)",
                          Duration.ofMillis(100),
                          new Kept()))
          .isInstanceOf(GraphSqlException.class)
          .hasMessageContaining("--timeout");
      // It was not waited for: the engine works on.
      assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).contains("sql");
    }
  }

  @Test
  void aStatementNestedTooDeeplyIsRefusedInOneLine() {
    try (MemoryStore store = store()) {
      for (String statement :
          List.of(
              "SELECT " + "(".repeat(50_000) + "1" + ")".repeat(50_000),
              "SELECT 1" + "+1".repeat(200_000))) {
        assertThatThrownBy(() -> select(store, statement))
            .isInstanceOf(GraphSqlException.class)
            .hasMessageContaining("nested too deeply");
      }
    }
  }

  @Test
  void anAnswerTooBigForTheMemoryIsRefused() {
    try (MemoryStore store = store()) {
      assertThatThrownBy(
              () ->
                  select(
                      store, "SELECT listagg(repeat('x', 1000000)) FROM SYSTEM_RANGE(1, 1000000)"))
          .isInstanceOf(GraphSqlException.class);
    }
  }

  @Test
  void aMistakeIsNamedInOneLine() {
    try (MemoryStore store = store()) {
      assertThatThrownBy(() -> select(store, "SELECT nme FROM entities"))
          .isInstanceOf(GraphSqlException.class)
          .hasMessageContaining("nme")
          .message()
          .doesNotContain("\n")
          .doesNotContain("SQL statement");
    }
  }
}
