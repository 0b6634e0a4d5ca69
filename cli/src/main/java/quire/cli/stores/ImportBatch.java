package quire.cli.stores;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;

/** Writes what is imported in calls of a good size. */
final class ImportBatch {
  private static final int LINES = 1_000;
  private static final int CHARACTERS = 1 << 20;

  private final MemoryStore store;
  private final Author author;
  private final List<Entity> entities = new ArrayList<>();
  private final List<Relation> relations = new ArrayList<>();
  private long characters;
  private long newEntities;
  private long newObservations;
  private long newRelations;

  /**
   * @param source named in the change log as the session
   */
  ImportBatch(MemoryStore store, String source) {
    this.store = store;
    this.author = new Author("quire import", source);
  }

  /** Takes an entity, whose observations may be more than fit into a call. */
  void add(Entity entity) {
    List<String> part = new ArrayList<>();
    long length = 0;
    for (String text : entity.observations()) {
      if (length + text.length() > CHARACTERS && !part.isEmpty()) {
        gather(new Entity(entity.name(), entity.type(), part), length);
        part = new ArrayList<>();
        length = 0;
      }
      part.add(text);
      length += text.length();
    }
    gather(new Entity(entity.name(), entity.type(), part), length);
  }

  private void gather(Entity entity, long length) {
    if (characters + length > CHARACTERS) {
      flush(); // a large entity fits into a call of its own, but not into one that is half full
    }
    entities.add(entity);
    characters += length;
    flushIfMany();
  }

  void add(Relation relation) {
    relations.add(relation);
    flushIfMany();
  }

  private void flushIfMany() {
    if (entities.size() + relations.size() >= LINES) {
      flush();
    }
  }

  /** Writes what has gathered. */
  void flush() {
    Set<String> created = new HashSet<>();
    for (Entity entity : store.createEntities(entities, author)) {
      created.add(entity.name());
      newEntities++;
      newObservations += entity.observations().size();
    }
    newRelations += store.createRelations(relations, author).size();
    addWhatRepeatedEntitiesSay(created);
    entities.clear();
    relations.clear();
    characters = 0;
  }

  /** The old server could store an entity twice; the second one's observations count as well. */
  private void addWhatRepeatedEntitiesSay(Set<String> created) {
    List<Observations> additions =
        entities.stream()
            .filter(entity -> !created.remove(entity.name()))
            .map(entity -> new Observations(entity.name(), entity.observations()))
            .toList();
    if (!additions.isEmpty()) {
      newObservations +=
          store.addObservations(additions, author).stream()
              .mapToLong(added -> added.texts().size())
              .sum();
    }
  }

  /** {@return how many facts were new to the store: entities, observations and relations} */
  ImportReport.Counts counts() {
    return new ImportReport.Counts(newEntities, newObservations, newRelations);
  }
}
