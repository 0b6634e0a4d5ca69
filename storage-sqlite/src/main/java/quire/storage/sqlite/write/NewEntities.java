package quire.storage.sqlite.write;

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
import quire.storage.sqlite.write.FactWriter.Indexed;
import quire.text.StoredText;

/**
 * Entities on their way into the store (R1). What can be made ready without the write lock is made
 * when this object is, since everybody else waits for whoever has the lock.
 */
public final class NewEntities {
  private static final String ENTITY =
      "INSERT INTO entities(id, name, type) VALUES(?, ?, ?) ON CONFLICT(name) DO NOTHING";
  private static final String OBSERVATION =
      "INSERT INTO observations(id, entity_id, hash, text) VALUES(?, ?, ?, ?)";

  /** Making the terms of so many entities takes longer than starting a thread for it. */
  private static final int MANY = 32;

  private final List<Entity> entities;
  private final Supplier<List<List<byte[]>>> terms;

  public NewEntities(List<Entity> wanted) {
    this.entities = distinct(wanted);
    this.terms = meanwhile(entities.size(), () -> terms(entities));
  }

  private static List<Entity> distinct(List<Entity> wanted) {
    Map<String, Entity> byName = LinkedHashMap.newLinkedHashMap(wanted.size());
    wanted.forEach(entity -> byName.putIfAbsent(entity.name(), distinct(entity)));
    return List.copyOf(byName.values());
  }

  private static Entity distinct(Entity entity) {
    Set<String> texts = new LinkedHashSet<>(entity.observations());
    return texts.size() == entity.observations().size()
        ? entity
        : new Entity(entity.name(), entity.type(), List.copyOf(texts));
  }

  /** {@return the result of the work, made on another core if that is worth it} */
  private static <T> Supplier<T> meanwhile(int size, Supplier<T> work) {
    if (size >= MANY) {
      return CompletableFuture.supplyAsync(work, Thread::startVirtualThread)::join;
    }
    T done = work.get();
    return () -> done;
  }

  /** {@return of each entity the terms of itself, then those of its observations} */
  private static List<List<byte[]>> terms(List<Entity> entities) {
    List<List<byte[]>> all = new ArrayList<>(entities.size());
    for (Entity entity : entities) {
      List<byte[]> terms = new ArrayList<>(1 + entity.observations().size());
      terms.add(Indexed.termsOf(entity.name(), entity.type()));
      for (String text : entity.observations()) {
        terms.add(Indexed.termsOf(text));
      }
      all.add(terms);
    }
    return all;
  }

  /** An entity by its place, with the number that it gets; its observations have the next ones. */
  private record Numbered(int place, long id) {}

  /** {@return those that were new} */
  public List<Entity> addTo(FactWriter writer) throws SQLException {
    List<Numbered> candidates = new ArrayList<>(entities.size());
    PreparedStatement insert = writer.session().prepare(ENTITY);
    for (int place = 0; place < entities.size(); place++) {
      Entity entity = entities.get(place);
      long id = writer.take(1 + entity.observations().size());
      candidates.add(new Numbered(place, id));
      insert.setLong(1, id);
      insert.setString(2, StoredText.encode(entity.name()));
      insert.setString(3, StoredText.encode(entity.type()));
      insert.addBatch();
    }
    List<Numbered> created = writer.inserted(insert, candidates);
    insertObservations(writer, created);
    writer.index(indexed(created));
    return created.stream().map(numbered -> entities.get(numbered.place())).toList();
  }

  private void insertObservations(FactWriter writer, List<Numbered> created) throws SQLException {
    PreparedStatement insert = writer.session().prepare(OBSERVATION);
    for (Numbered numbered : created) {
      long id = numbered.id();
      for (String text : entities.get(numbered.place()).observations()) {
        Additions.observation(insert, ++id, numbered.id(), text);
      }
    }
    insert.executeLargeBatch();
  }

  private List<Indexed> indexed(List<Numbered> created) {
    List<Indexed> facts = new ArrayList<>();
    for (Numbered numbered : created) {
      long id = numbered.id();
      for (byte[] fact : terms.get().get(numbered.place())) {
        facts.add(new Indexed(id++, fact));
      }
    }
    return facts;
  }
}
