package quire.storage.sqlite.write;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import quire.api.Observations;
import quire.api.Relation;
import quire.storage.sqlite.read.FactKind;
import quire.storage.sqlite.terms.StoredText;
import quire.storage.sqlite.write.FactWriter.Indexed;
import quire.storage.sqlite.write.FactWriter.Removed;

/** The three writes that remove facts (R4, R5). Texts are handled as they are stored. */
public final class Deletions {
  private static final String OBSERVATIONS_OF =
      "SELECT id, text FROM observations WHERE entity_id=? ORDER BY id";
  private static final String OBSERVATION =
      "SELECT id, text FROM observations WHERE entity_id=? AND hash=? AND text=?";
  private static final String RELATIONS_AT =
      """
      SELECT id, source, target, type FROM relations WHERE source=?1
      UNION SELECT id, source, target, type FROM relations WHERE target=?1
      """;
  private static final String RELATION =
      "SELECT id, source, target, type FROM relations WHERE source=? AND target=? AND type=?";

  private final FactWriter writer;
  private final Map<Long, Removed> removed = new LinkedHashMap<>();

  public Deletions(FactWriter writer) {
    this.writer = writer;
  }

  public long entities(List<String> names) throws SQLException {
    for (String name : new LinkedHashSet<>(names)) {
      String stored = StoredText.encode(name);
      findRelations(RELATIONS_AT, stored);
      long id = writer.entityId(name);
      if (id != 0) {
        findObservations(stored, OBSERVATIONS_OF, id);
        String type = writer.session().text("SELECT type FROM entities WHERE id=?", id);
        put(new Removed(FactKind.ENTITY, id, stored, "", type));
      }
    }
    return remove();
  }

  public long observations(List<Observations> deletions) throws SQLException {
    for (Observations deletion : deletions) {
      long id = writer.entityId(deletion.entity());
      if (id != 0) {
        for (String text : deletion.texts()) {
          findObservations(
              StoredText.encode(deletion.entity()),
              OBSERVATION,
              id,
              text.hashCode(),
              StoredText.encode(text));
        }
      }
    }
    return remove();
  }

  public long relations(List<Relation> relations) throws SQLException {
    for (Relation relation : relations) {
      findRelations(
          RELATION,
          StoredText.encode(relation.from()),
          StoredText.encode(relation.to()),
          StoredText.encode(relation.type()));
    }
    return remove();
  }

  private void findObservations(String entity, String sql, Object... values) throws SQLException {
    writer
        .session()
        .each(
            row ->
                put(
                    new Removed(
                        FactKind.OBSERVATION, row.getLong(1), entity, "", row.getString(2))),
            sql,
            values);
  }

  private void findRelations(String sql, Object... values) throws SQLException {
    writer
        .session()
        .each(
            row ->
                put(
                    new Removed(
                        FactKind.RELATION,
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4))),
            sql,
            values);
  }

  private void put(Removed fact) {
    removed.put(fact.id(), fact);
  }

  private long remove() throws SQLException {
    List<Removed> facts = new ArrayList<>(removed.values());
    facts.sort(Comparator.comparingLong(Removed::id));
    writer.unindex(facts.stream().filter(Deletions::isIndexed).map(Deletions::indexed).toList());
    writer.delete(FactKind.OBSERVATION, facts);
    writer.delete(FactKind.RELATION, facts);
    writer.delete(FactKind.ENTITY, facts);
    writer.log(facts);
    return facts.size();
  }

  private static boolean isIndexed(Removed fact) {
    return fact.kind() != FactKind.RELATION;
  }

  private static Indexed indexed(Removed fact) {
    String text = StoredText.decode(fact.text());
    return fact.kind() == FactKind.ENTITY
        ? Indexed.entity(fact.id(), StoredText.decode(fact.subject()), text)
        : Indexed.observation(fact.id(), text);
  }
}
