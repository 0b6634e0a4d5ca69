package quire.storage.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import quire.api.Entity;
import quire.api.EntityNotFoundException;
import quire.api.Observations;
import quire.api.Relation;
import quire.storage.sqlite.FactWriter.Indexed;

/** The three writes that add facts (R1 to R3). */
final class Additions {
  private static final String ENTITY =
      "INSERT INTO entities(id, name, type) VALUES(?, ?, ?) ON CONFLICT(name) DO NOTHING";
  private static final String OBSERVATION =
      "INSERT INTO observations(id, entity_id, hash, text) VALUES(?, ?, ?, ?)";
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

  /** Making the terms of so many entities takes longer than starting a thread for it. */
  private static final int MANY = 32;

  private final FactWriter writer;

  Additions(FactWriter writer) {
    this.writer = writer;
  }

  /** An entity with the number that it gets; its observations have those that follow. */
  private record Numbered(long id, Entity entity) {}

  List<Entity> entities(List<Entity> wanted) throws SQLException {
    List<Numbered> candidates = number(wanted);
    PreparedStatement insert = writer.session().prepare(ENTITY);
    for (Numbered candidate : candidates) {
      insert.setLong(1, candidate.id());
      insert.setString(2, StoredText.encode(candidate.entity().name()));
      insert.setString(3, StoredText.encode(candidate.entity().type()));
      insert.addBatch();
    }
    List<Numbered> created = writer.inserted(insert, candidates);
    Supplier<List<Indexed>> index = meanwhile(created.size(), () -> indexed(created));
    insertObservations(created);
    writer.index(index.get());
    return created.stream().map(Numbered::entity).toList();
  }

  /** {@return the work, begun on another core if it is enough to be worth it} */
  private static <T> Supplier<T> meanwhile(int size, Supplier<T> work) {
    return size < MANY
        ? work
        : CompletableFuture.supplyAsync(work, Thread::startVirtualThread)::join;
  }

  private List<Numbered> number(List<Entity> wanted) {
    Map<String, Entity> byName = new LinkedHashMap<>();
    wanted.forEach(entity -> byName.putIfAbsent(entity.name(), entity));
    List<Numbered> numbered = new ArrayList<>(byName.size());
    for (Entity entity : byName.values()) {
      Entity distinct = distinct(entity);
      numbered.add(new Numbered(writer.take(1 + distinct.observations().size()), distinct));
    }
    return numbered;
  }

  private static Entity distinct(Entity entity) {
    Set<String> texts = new LinkedHashSet<>(entity.observations());
    return texts.size() == entity.observations().size()
        ? entity
        : new Entity(entity.name(), entity.type(), List.copyOf(texts));
  }

  private void insertObservations(List<Numbered> created) throws SQLException {
    PreparedStatement insert = writer.session().prepare(OBSERVATION);
    for (Numbered numbered : created) {
      long id = numbered.id();
      for (String text : numbered.entity().observations()) {
        observation(insert, ++id, numbered.id(), text);
      }
    }
    insert.executeBatch();
  }

  private static void observation(PreparedStatement insert, long id, long entityId, String text)
      throws SQLException {
    insert.setLong(1, id);
    insert.setLong(2, entityId);
    insert.setInt(3, text.hashCode());
    insert.setString(4, StoredText.encode(text));
    insert.addBatch();
  }

  private static List<Indexed> indexed(List<Numbered> created) {
    List<Indexed> facts = new ArrayList<>();
    for (Numbered numbered : created) {
      long id = numbered.id();
      Entity entity = numbered.entity();
      facts.add(Indexed.entity(id, entity.name(), entity.type()));
      for (String text : entity.observations()) {
        facts.add(Indexed.observation(++id, text));
      }
    }
    return facts;
  }

  List<Relation> relations(List<Relation> wanted) throws SQLException {
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

  List<Observations> observations(List<Observations> items) throws SQLException {
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
