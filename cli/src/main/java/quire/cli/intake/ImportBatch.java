package quire.cli.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.Author;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Selection;
import quire.cli.intake.ForeignSource.Place;

/** Writes what is imported in calls of a good size, each at the time that its facts bring along. */
final class ImportBatch implements AutoCloseable {
  private static final int LINES = 1_000;
  private static final int CHARACTERS = 1 << 20;

  /** Learns of an entity that the store has with another type. */
  interface Types {
    void other(Place place, Entity entity, String there);
  }

  /** An entity and where it came from. */
  private record Item(Place place, Entity entity) {}

  private final MemoryStore store;
  private final Author author;
  private final BroughtTime clock;
  private final Types types;
  private final List<Item> entities = new ArrayList<>();
  private final List<Relation> relations = new ArrayList<>();
  private Optional<Instant> time = Optional.empty();
  private long characters;
  private long newEntities;
  private long newObservations;
  private long newRelations;

  /**
   * @param source named in the change log as the session
   * @param clock the store's own
   */
  ImportBatch(MemoryStore store, String source, BroughtTime clock, Types types) {
    this.store = store;
    this.author = new Author("quire import", source);
    this.clock = clock;
    this.types = types;
  }

  /** Takes an entity, whose observations may be more than fit into a call. */
  void add(Place place, Entity entity, Optional<Instant> written) {
    at(written);
    List<String> part = new ArrayList<>();
    long length = 0;
    for (String text : entity.observations()) {
      if (length + text.length() > CHARACTERS && !part.isEmpty()) {
        gather(place, new Entity(entity.name(), entity.type(), part), length);
        part = new ArrayList<>();
        length = 0;
      }
      part.add(text);
      length += text.length();
    }
    gather(place, new Entity(entity.name(), entity.type(), part), length);
  }

  private void gather(Place place, Entity entity, long length) {
    if (characters + length > CHARACTERS) {
      flush(); // a large entity fits into a call of its own, but not into one that is half full
    }
    entities.add(new Item(place, entity));
    characters += length;
    flushIfMany();
  }

  void add(Relation relation, Optional<Instant> written) {
    at(written);
    relations.add(relation);
    flushIfMany();
  }

  /** A call has one time. */
  private void at(Optional<Instant> written) {
    if (!written.equals(time)) {
      flush();
      time = written;
      clock.say(written);
    }
  }

  private void flushIfMany() {
    if (entities.size() + relations.size() >= LINES) {
      flush();
    }
  }

  /** Writes what has gathered. */
  void flush() {
    if (!entities.isEmpty()) {
      writeEntities();
    }
    if (!relations.isEmpty()) {
      newRelations += store.createRelations(relations, author).size();
    }
    entities.clear();
    relations.clear();
    characters = 0;
  }

  private void writeEntities() {
    Set<String> created = new HashSet<>();
    for (Entity entity :
        store.createEntities(entities.stream().map(Item::entity).toList(), author)) {
      created.add(entity.name());
      newEntities++;
      newObservations += entity.observations().size();
    }
    List<Item> others =
        entities.stream().filter(item -> !created.remove(item.entity().name())).toList();
    addWhatRepeatedEntitiesSay(others.stream().map(Item::entity).toList());
    compareTypes(others);
  }

  /** The old server could store an entity twice; the second one's observations count as well. */
  private void addWhatRepeatedEntitiesSay(List<Entity> repeated) {
    List<Observations> additions =
        repeated.stream()
            .filter(entity -> !entity.observations().isEmpty())
            .map(entity -> new Observations(entity.name(), entity.observations()))
            .toList();
    if (!additions.isEmpty()) {
      newObservations +=
          store.addObservations(additions, author).stream()
              .mapToLong(added -> added.texts().size())
              .sum();
    }
  }

  private void compareTypes(List<Item> repeated) {
    if (repeated.isEmpty()) {
      return;
    }
    Map<String, String> there = new HashMap<>();
    List<String> names = repeated.stream().map(item -> item.entity().name()).distinct().toList();
    try (GraphSnapshot graph = store.read(new Selection.Named(names))) {
      graph.entities(entity -> there.put(entity.name(), entity.type()));
    }
    for (Item item : repeated) {
      String type = there.getOrDefault(item.entity().name(), item.entity().type());
      if (!type.equals(item.entity().type())
          && !item.entity().type().equals(Piece.Reader.NO_TYPE)) {
        types.other(item.place(), item.entity(), type);
      }
    }
  }

  /** {@return how many facts were new to the store: entities, observations and relations} */
  ImportReport.Counts counts() {
    return new ImportReport.Counts(newEntities, newObservations, newRelations);
  }

  /** From now on it is the present time again. */
  @Override
  public void close() {
    clock.say(Optional.empty());
  }
}
