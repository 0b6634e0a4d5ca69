package quire.storage.postgresql.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import quire.api.Entity;
import quire.api.Relation;
import quire.storage.postgresql.server.Message.Row;
import quire.text.StoredText;

/**
 * Makes entities and relations of flat rows: one per observation, in order. An array of texts in
 * one row costs the driver more than the repeated names.
 */
final class GraphRows {
  private static final String COLUMNS = "e.id, e.name, e.type, o.text";

  static final String ALL_ENTITIES =
      "SELECT "
          + COLUMNS
          + " FROM $m.entity e LEFT JOIN $m.observation o ON o.entity_id=e.id ORDER BY e.id, o.id";

  static final String ALL_RELATIONS =
      "SELECT id, source, target, type FROM $m.relation ORDER BY id";

  /** Parameter: keys of names. */
  static final String NAMED =
      "SELECT "
          + COLUMNS
          + """
           FROM $m.entity e LEFT JOIN $m.observation o ON o.entity_id=e.id
          WHERE e.key = ANY(?) ORDER BY e.id, o.id\
          """;

  /** Parameter: ids of entities, in the order wanted. */
  static final String THESE =
      "SELECT "
          + COLUMNS
          + """
           FROM unnest(?::int8[]) WITH ORDINALITY wanted(id, place)
            CROSS JOIN LATERAL (SELECT * FROM $m.entity WHERE id=wanted.id OFFSET 0) e
            LEFT JOIN LATERAL (SELECT id, text FROM $m.observation WHERE entity_id=e.id OFFSET 0) o ON true
          ORDER BY wanted.place, o.id\
          """;

  private static final String TOUCHING =
      """
      SELECT r.id, r.source, r.target, r.type FROM (%s) e CROSS JOIN LATERAL (
        SELECT * FROM $m.relation WHERE source_key=e.key
        UNION ALL SELECT * FROM $m.relation WHERE target_key=e.key AND source_key<>e.key) r
      ORDER BY r.id\
      """;

  /** The relations of entities; of two ends that are among them each gives a row. */
  static final String RELATIONS_OF_NAMED =
      TOUCHING.formatted("SELECT key FROM $m.entity WHERE key = ANY(?) OFFSET 0");

  static final String RELATIONS_OF_THESE =
      TOUCHING.formatted(
          """
          SELECT x.key FROM unnest(?::int8[]) wanted(id)
            CROSS JOIN LATERAL (SELECT key FROM $m.entity WHERE id=wanted.id OFFSET 0) x\
          """);

  private GraphRows() {}

  /** Sees one entity. */
  interface Visitor {
    void visit(long id, Entity entity);
  }

  /** Reads rows, and says how large they were, so that the next ones fit into memory. */
  interface Sized extends Row {
    /** {@return the characters of all texts read so far} */
    long characters();
  }

  /** Puts the rows of each entity together. */
  static final class Entities implements Sized {
    private final Visitor visitor;
    private long id;
    private String name = "";
    private String type = "";
    private final List<String> texts = new ArrayList<>();
    private long characters;

    Entities(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void read(ResultSet row) throws SQLException {
      long next = row.getLong(1);
      if (next != id) {
        finish();
        id = next;
        name = StoredText.decode(row.getString(2));
        type = StoredText.decode(row.getString(3));
      }
      String text = row.getString(4);
      if (text != null) {
        texts.add(StoredText.decode(text));
        characters += text.length();
      }
      characters += name.length() + type.length();
    }

    @Override
    public long characters() {
      return characters;
    }

    /** Hands over the last entity. */
    void finish() {
      if (id != 0) {
        visitor.visit(id, new Entity(name, type, texts));
        texts.clear();
        id = 0;
      }
    }
  }

  /** Leaves out a relation that comes a second time. */
  static final class Relations implements Sized {
    private final Consumer<? super Relation> visitor;
    private long id;
    private long characters;

    Relations(Consumer<? super Relation> visitor) {
      this.visitor = visitor;
    }

    @Override
    public void read(ResultSet row) throws SQLException {
      if (row.getLong(1) != id) {
        id = row.getLong(1);
        Relation relation =
            new Relation(
                StoredText.decode(row.getString(2)),
                StoredText.decode(row.getString(3)),
                StoredText.decode(row.getString(4)));
        characters += relation.from().length() + relation.to().length() + relation.type().length();
        visitor.accept(relation);
      }
    }

    @Override
    public long characters() {
      return characters;
    }
  }
}
