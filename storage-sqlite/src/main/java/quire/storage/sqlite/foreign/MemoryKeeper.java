package quire.storage.sqlite.foreign;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.spi.ForeignDatabase.Rows;

/**
 * The database of mcp-memory-keeper: values under keys, by session, with a journal, links between
 * keys, and the graph that it finds in texts. A key and a session become entities.
 */
final class MemoryKeeper implements Shape {
  private static final String SESSION = "coalesce(nullif(s.name, ''), 'session ' || s.id)";

  /** Which table a row is of, its number, three texts, what else it has, its time, its order. */
  private static final String EVERYTHING =
      """
      SELECT 'sessions', s.rowid, %1$s, 'session', s.description, NULL, %2$s AS time, 1 AS kind
      FROM sessions s
      UNION ALL
      SELECT 'context_items', i.rowid, i.key, i.category, i.value, i.metadata, %3$s, 2
      FROM context_items i
      UNION ALL
      SELECT 'context_items saved', i.rowid, i.key, 'saved_in', %1$s, NULL, %3$s, 3
      FROM context_items i JOIN sessions s ON s.id = i.session_id
      UNION ALL
      SELECT 'journal_entries', j.rowid, %1$s, 'session', j.entry, NULL, %4$s, 4
      FROM journal_entries j JOIN sessions s ON s.id = j.session_id
      UNION ALL
      SELECT 'entities', e.rowid, e.name, e.type, NULL, e.attributes, %5$s, 5 FROM entities e
      UNION ALL
      SELECT 'observations', o.rowid, e.name, e.type, o.observation, NULL, %6$s, 6
      FROM observations o JOIN entities e ON e.id = o.entity_id
      UNION ALL
      SELECT 'relations', r.rowid, a.name, r.predicate, b.name, NULL, %7$s, 7
      FROM relations r JOIN entities a ON a.id = r.subject_id JOIN entities b ON b.id = r.object_id
      UNION ALL
      SELECT 'context_relationships', l.rowid, l.from_key, l.relationship_type, l.to_key, NULL,
        %8$s, 8
      FROM context_relationships l
      ORDER BY time, kind, 2
      """
          .formatted(
              SESSION,
              Times.milliseconds("s.created_at"),
              Times.milliseconds("i.created_at"),
              Times.milliseconds("j.created_at"),
              Times.milliseconds("e.created_at"),
              Times.milliseconds("o.timestamp"),
              Times.milliseconds("r.created_at"),
              Times.milliseconds("l.created_at"));

  @Override
  public String program() {
    return "mcp-memory-keeper";
  }

  @Override
  public boolean fits(ReadDatabase database) throws IOException {
    return database
            .columns("context_items")
            .containsAll(List.of("session_id", "key", "value", "category", "created_at"))
        && database.columns("sessions").containsAll(List.of("id", "name", "description"));
  }

  @Override
  public void read(ReadDatabase database, Rows rows) throws IOException {
    database.each(EVERYTHING, row -> take(row, rows));
  }

  private static void take(ResultSet row, Rows rows) throws SQLException {
    String table = row.getString(1);
    long number = row.getLong(2);
    String name = Texts.of(row, 3);
    String type = Texts.of(row, 4);
    String text = Texts.of(row, 5);
    String rest = Texts.of(row, 6);
    Optional<Instant> time = Times.of(row, 7);
    switch (table) {
      case "context_items saved", "relations", "context_relationships" ->
          rows.relation(table.replace(" saved", ""), number, new Relation(name, text, type), time);
      default ->
          rows.entity(
              table,
              number,
              new Entity(
                  name,
                  type.isEmpty() ? "context" : type,
                  text.isEmpty() ? List.of() : List.of(text)),
              time);
    }
    if (!rest.isEmpty() && !rest.equals("{}")) {
      rows.left(table, number, "it has no place in a graph", Map.of("of", name, "metadata", rest));
    }
  }
}
