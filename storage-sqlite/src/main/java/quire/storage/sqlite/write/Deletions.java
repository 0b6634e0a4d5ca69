package quire.storage.sqlite.write;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Subject;
import quire.storage.sqlite.read.FactKind;
import quire.storage.sqlite.write.FactWriter.Indexed;
import quire.storage.sqlite.write.FactWriter.Removed;
import quire.text.StoredText;

/** The writes that remove facts (R4, R5, R24). Texts are handled as they are stored. */
public final class Deletions {
  static final String OBSERVATIONS_OF =
      "SELECT id, text FROM observations WHERE entity_id=? ORDER BY id";
  private static final String OBSERVATION =
      "SELECT id, text FROM observations WHERE entity_id=? AND hash=? AND text=?";
  static final String RELATIONS_AT =
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
    findEntities(names);
    return remove();
  }

  /**
   * Removes entities without a trace in the log.
   *
   * @param texts takes the texts that went, as they are stored
   */
  long entitiesUnlogged(List<String> names, Set<String> texts) throws SQLException {
    findEntities(names);
    for (Removed fact : removed.values()) {
      if (fact.kind() == FactKind.OBSERVATION) {
        texts.add(fact.text());
      }
    }
    return removeFacts().size();
  }

  private void findEntities(List<String> names) throws SQLException {
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
  }

  public long observations(List<Observations> deletions) throws SQLException {
    findObservations(deletions);
    return remove();
  }

  /** Removes observations without a trace in the log. */
  long observationsUnlogged(List<Observations> deletions) throws SQLException {
    findObservations(deletions);
    return removeFacts().size();
  }

  private void findObservations(List<Observations> deletions) throws SQLException {
    for (Observations deletion : deletions) {
      long id = writer.entityId(deletion.entity());
      if (id != 0) {
        for (String text : deletion.texts()) {
          findObservation(deletion.entity(), id, text);
        }
      }
    }
  }

  private void findObservation(String entity, long id, String text) throws SQLException {
    findObservations(
        StoredText.encode(entity), OBSERVATION, id, text.hashCode(), StoredText.encode(text));
  }

  public long relations(List<Relation> relations) throws SQLException {
    for (Relation relation : relations) {
      findRelation(relation);
    }
    return remove();
  }

  private void findRelation(Relation relation) throws SQLException {
    findRelations(
        RELATION,
        StoredText.encode(relation.from()),
        StoredText.encode(relation.to()),
        StoredText.encode(relation.type()));
  }

  /**
   * Removes exactly these facts.
   *
   * @return whether all of them were there and none leaves observations behind; if not, what was
   *     done must be rolled back
   */
  boolean exactly(List<Subject> facts) throws SQLException {
    for (Subject fact : facts) {
      if (fact instanceof Subject.OfRelation(Relation relation)) {
        findRelation(relation);
      } else if (fact instanceof Subject.OfEntity(String name, String type)) {
        findEntity(name, type);
      } else if (fact instanceof Subject.OfObservation(String name, Optional<String> text)) {
        findObservation(name, writer.entityId(name), text.orElseThrow());
      }
    }
    return removed.size() == facts.size() && !leavesObservations() && remove() == facts.size();
  }

  private void findEntity(String name, String type) throws SQLException {
    String stored = StoredText.encode(name);
    writer
        .session()
        .each(
            row -> put(new Removed(FactKind.ENTITY, row.getLong(1), stored, "", row.getString(2))),
            "SELECT id, type FROM entities WHERE name=? AND type=?",
            stored,
            StoredText.encode(type));
  }

  private boolean leavesObservations() throws SQLException {
    for (Removed fact : removed.values()) {
      if (fact.kind() == FactKind.ENTITY) {
        long there =
            writer
                .session()
                .number("SELECT count(*) FROM observations WHERE entity_id=?", fact.id());
        long going =
            removed.values().stream()
                .filter(one -> one.kind() == FactKind.OBSERVATION)
                .filter(one -> one.subject().equals(fact.subject()))
                .count();
        if (there != going) {
          return true;
        }
      }
    }
    return false;
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
    List<Removed> facts = removeFacts();
    writer.log(facts);
    return facts.size();
  }

  private List<Removed> removeFacts() throws SQLException {
    List<Removed> facts = new ArrayList<>(removed.values());
    facts.sort(Comparator.comparingLong(Removed::id));
    writer.unindex(facts.stream().filter(Deletions::isIndexed).map(Deletions::indexed).toList());
    writer.delete(FactKind.OBSERVATION, facts);
    writer.delete(FactKind.RELATION, facts);
    writer.delete(FactKind.ENTITY, facts);
    return facts;
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
