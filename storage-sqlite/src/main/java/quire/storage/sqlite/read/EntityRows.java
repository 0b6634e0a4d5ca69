package quire.storage.sqlite.read;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.Relation;
import quire.storage.sqlite.file.Session;
import quire.storage.sqlite.terms.Ids;
import quire.text.StoredText;

/**
 * Reads entities and relations, one column per item: its texts separated by NUL, which no stored
 * text contains. Each column costs a call into SQLite, which is the dear part of a large answer.
 */
final class EntityRows {
  private static final String COLUMNS =
      """
      SELECT e.id, e.name || char(0) || e.type || coalesce(
        (SELECT group_concat(char(0) || o.text, '' ORDER BY o.id)
         FROM observations o WHERE o.entity_id=e.id), '')
      """;
  private static final String ALL = COLUMNS + "FROM entities e ORDER BY e.id";

  private static final String NAME = "SELECT e.name || char(0) || e.type ";
  private static final String ALL_NAMES = NAME + "FROM entities e ORDER BY e.id";

  /** The outer loop of a cross join is the left one, so the order is that of the ids given. */
  private static final String WANTED =
      "FROM json_each(?) wanted CROSS JOIN entities e ON e.id=wanted.value";

  private static final String THESE = COLUMNS + WANTED;
  private static final String THESE_NAMES = NAME + WANTED;

  private static final String RELATION =
      "SELECT r.source || char(0) || r.target || char(0) || r.type FROM relations r ";
  private static final String ALL_RELATIONS = RELATION + "ORDER BY r.id";
  private static final String TOUCHING =
      RELATION
          + """
          WHERE r.id IN (
            SELECT s.id FROM json_each(?1) wanted CROSS JOIN entities e ON e.id=wanted.value
              CROSS JOIN relations s ON s.source=e.name
            UNION ALL
            SELECT t.id FROM json_each(?1) wanted CROSS JOIN entities e ON e.id=wanted.value
              CROSS JOIN relations t ON t.target=e.name)
          ORDER BY r.id
          """;

  private EntityRows() {}

  /** Sees one entity. */
  interface Visitor {
    void visit(long id, Entity entity);
  }

  static void all(Session session, Visitor visitor) throws SQLException {
    session.each(row -> visitor.visit(row.getLong(1), entity(row.getBytes(2))), ALL);
  }

  static void allNames(Session session, BiConsumer<String, String> visitor) throws SQLException {
    eachName(session, visitor, ALL_NAMES);
  }

  /** Hands the names and types of these entities over, in this order. */
  static void names(Session session, long[] ids, BiConsumer<String, String> visitor)
      throws SQLException {
    eachName(session, visitor, THESE_NAMES, Ids.json(ids));
  }

  private static void eachName(
      Session session, BiConsumer<String, String> visitor, String sql, Object... parameters)
      throws SQLException {
    session.each(
        row -> {
          List<String> texts = texts(row.getBytes(1));
          visitor.accept(texts.get(0), texts.get(1));
        },
        sql,
        parameters);
  }

  /** Hands these entities over, in this order. */
  static void each(Session session, long[] ids, Visitor visitor) throws SQLException {
    session.each(
        row -> visitor.visit(row.getLong(1), entity(row.getBytes(2))), THESE, Ids.json(ids));
  }

  static void allRelations(Session session, Consumer<Relation> visitor) throws SQLException {
    session.each(row -> visitor.accept(relation(row.getBytes(1))), ALL_RELATIONS);
  }

  /** Hands over the relations with at least one end among these entities. */
  static void relationsOf(Session session, long[] ids, Consumer<Relation> visitor)
      throws SQLException {
    session.each(row -> visitor.accept(relation(row.getBytes(1))), TOUCHING, Ids.json(ids));
  }

  private static Entity entity(byte[] column) {
    List<String> texts = texts(column);
    return new Entity(texts.get(0), texts.get(1), texts.subList(2, texts.size()));
  }

  private static Relation relation(byte[] column) {
    List<String> texts = texts(column);
    return new Relation(texts.get(0), texts.get(1), texts.get(2));
  }

  private static List<String> texts(byte[] column) {
    List<String> texts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= column.length; i++) {
      if (i == column.length || column[i] == 0) {
        texts.add(StoredText.decode(new String(column, start, i - start, StandardCharsets.UTF_8)));
        start = i + 1;
      }
    }
    return texts;
  }
}
