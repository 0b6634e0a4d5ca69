package quire.storage.sqlite.write;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import quire.api.EntityNotFoundException;
import quire.api.Observations;
import quire.api.Relation;
import quire.storage.sqlite.write.FactWriter.Indexed;
import quire.text.StoredText;

/** The writes that add facts to entities and between them (R2, R3). */
public final class Additions {
  private static final String NEW_OBSERVATION =
      """
      INSERT INTO observations(id, entity_id, hash, text) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS(
        SELECT 1 FROM observations WHERE entity_id=?2 AND hash=?3 AND text=?4)
      """;
  private static final String RELATION =
      """
      INSERT INTO relations(id, source, target, type) VALUES(?, ?, ?, ?)
      ON CONFLICT(source, target, type) DO NOTHING
      """;

  private final FactWriter writer;

  public Additions(FactWriter writer) {
    this.writer = writer;
  }

  static void observation(PreparedStatement insert, long id, long entityId, String text)
      throws SQLException {
    insert.setLong(1, id);
    insert.setLong(2, entityId);
    insert.setInt(3, text.hashCode());
    insert.setString(4, StoredText.encode(text));
    insert.addBatch();
  }

  public List<Relation> relations(List<Relation> wanted) throws SQLException {
    PreparedStatement insert = writer.session().prepare(RELATION);
    long id = writer.take(wanted.size());
    for (Relation relation : wanted) {
      insert.setLong(1, id++);
      insert.setString(2, StoredText.encode(relation.from()));
      insert.setString(3, StoredText.encode(relation.to()));
      insert.setString(4, StoredText.encode(relation.type()));
      insert.addBatch();
    }
    return writer.inserted(insert, wanted);
  }

  /** A text on its way to an entity. */
  private record Wanted(int item, long id, long entityId, String text) {}

  public List<Observations> observations(List<Observations> items) throws SQLException {
    List<Wanted> wanted = locate(items);
    PreparedStatement insert = writer.session().prepare(NEW_OBSERVATION);
    for (Wanted one : wanted) {
      observation(insert, one.id(), one.entityId(), one.text());
    }
    List<Wanted> added = writer.inserted(insert, wanted);
    writer.index(added.stream().map(one -> Indexed.observation(one.id(), one.text())).toList());
    return answer(items, added);
  }

  private List<Wanted> locate(List<Observations> items) throws SQLException {
    Map<String, Long> ids = new LinkedHashMap<>();
    List<Wanted> wanted = new ArrayList<>();
    for (int item = 0; item < items.size(); item++) {
      Observations addition = items.get(item);
      Long known = ids.get(addition.entity());
      long entityId = known == null ? existing(addition.entity()) : known;
      ids.put(addition.entity(), entityId);
      for (String text : addition.texts()) {
        wanted.add(new Wanted(item, writer.take(1), entityId, text));
      }
    }
    return wanted;
  }

  private long existing(String name) throws SQLException {
    long id = writer.entityId(name);
    if (id == 0) {
      throw new EntityNotFoundException(name);
    }
    return id;
  }

  private static List<Observations> answer(List<Observations> items, List<Wanted> added) {
    List<List<String>> texts = new ArrayList<>();
    items.forEach(item -> texts.add(new ArrayList<>()));
    added.forEach(one -> texts.get(one.item()).add(one.text()));
    List<Observations> answer = new ArrayList<>();
    for (int item = 0; item < items.size(); item++) {
      answer.add(new Observations(items.get(item).entity(), texts.get(item)));
    }
    return answer;
  }
}
