package quire.cli.stores;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.Author;
import quire.api.Entity;
import quire.api.LimitExceededException;
import quire.api.Limits;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;

/** Writes what is imported in calls of a good size. */
final class ImportBatch {
  private static final int LINES = 1_000;
  private static final int CHARACTERS = 1 << 20;

  private final MemoryStore store;
  private final Limits limits;
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
  ImportBatch(MemoryStore store, Limits limits, String source) {
    this.store = store;
    this.limits = limits;
    this.author = new Author("quire import", source);
  }

  /** {@return why the line was not taken, or empty} */
  Optional<String> add(JsonlLine line) {
    try {
      switch (line) {
        case JsonlLine.OfEntity(var entity) -> add(entity);
        case JsonlLine.OfRelation(var relation) -> add(relation);
        case JsonlLine.Damaged(var reason) -> {
          return Optional.of(reason);
        }
      }
    } catch (LimitExceededException tooLarge) {
      return Optional.of(tooLarge.getMessage());
    }
    if (entities.size() + relations.size() >= LINES) {
      flush();
    }
    return Optional.empty();
  }

  private void add(Entity entity) {
    limits.checkEntities(List.of(entity));
    long length = entity.observations().stream().mapToLong(String::length).sum();
    if (characters + length > CHARACTERS) {
      flush(); // a large entity fits into a call of its own, but not into one that is half full
    }
    entities.add(entity);
    characters += length;
  }

  private void add(Relation relation) {
    limits.checkRelations(List.of(relation));
    relations.add(relation);
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

  String counts() {
    return "%,d entities, %,d observations and %,d relations"
        .formatted(newEntities, newObservations, newRelations);
  }
}
