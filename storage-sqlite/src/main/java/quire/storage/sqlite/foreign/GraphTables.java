package quire.storage.sqlite.foreign;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.spi.ForeignDatabase.Rows;

/**
 * A graph in tables of entities, observations and relations, as several programs have it.
 *
 * @param from the column of a relation with the name of the entity that it begins at
 * @param to the column with the name of that which it leads to
 * @param timed whether each row says when it was made
 */
record GraphTables(String program, String from, String to, boolean timed) implements Shape {
  private static final String OBSERVATIONS = "observations";

  @Override
  public boolean fits(ReadDatabase database) throws IOException {
    Set<String> entities = database.columns("entities");
    Set<String> relations = database.columns("relations");
    return entities.containsAll(List.of("name", "entity_type"))
        && database.columns(OBSERVATIONS).containsAll(List.of("entity_name", "content"))
        && relations.containsAll(List.of(from, to, "relation_type"))
        && entities.contains("created_at") == timed;
  }

  @Override
  public void read(ReadDatabase database, Rows rows) throws IOException {
    // In one order of time; of the same second the entities come first, since the rest is on them.
    database.each(
        """
        SELECT 'entities', rowid, name, entity_type, NULL, %1$s AS time, 1 AS kind FROM entities
        UNION ALL
        SELECT 'observations', o.rowid, o.entity_name, e.entity_type, o.content, %2$s, 2
        FROM observations o LEFT JOIN entities e ON e.name = o.entity_name
        UNION ALL
        SELECT 'relations', rowid, %3$s, relation_type, %4$s, %1$s, 3 FROM relations
        ORDER BY time, kind, 2
        """
            .formatted(time("created_at"), time("o.created_at"), from, to),
        row -> take(row, rows));
  }

  private String time(String column) {
    return timed ? Times.milliseconds(column) : "NULL";
  }

  private static void take(ResultSet row, Rows rows) throws SQLException {
    String table = row.getString(1);
    long number = row.getLong(2);
    String name = Texts.of(row, 3);
    String type = Texts.of(row, 4);
    Optional<Instant> time = Times.of(row, 6);
    if (table.equals("relations")) {
      rows.relation(table, number, new Relation(name, Texts.of(row, 5), type), time);
    } else if (table.equals(OBSERVATIONS) && row.getString(4) == null) {
      rows.left(
          table,
          number,
          "an observation of an entity that is not there",
          Map.of("entity_name", name, "content", Texts.of(row, 5)));
    } else if (name.isEmpty()) {
      rows.left(table, number, "an entity without a name", Map.of("entity_type", type));
    } else {
      List<String> texts = table.equals(OBSERVATIONS) ? List.of(Texts.of(row, 5)) : List.of();
      rows.entity(table, number, new Entity(name, type, texts), time);
    }
  }
}
