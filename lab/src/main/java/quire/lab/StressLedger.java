package quire.lab;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import quire.api.GraphSnapshot;
import quire.api.Relation;

/** Every write that was acknowledged, to be compared with what a store holds. */
final class StressLedger {
  private final Map<String, Set<String>> observations = new ConcurrentHashMap<>();
  private final Set<Relation> relations = ConcurrentHashMap.newKeySet();
  private final Set<String> askedEntities = ConcurrentHashMap.newKeySet();
  private final Set<Relation> askedRelations = ConcurrentHashMap.newKeySet();

  /** Notes what is going to be asked for: it may happen without being acknowledged. */
  void asked(String entity) {
    askedEntities.add(entity);
  }

  void asked(Relation relation) {
    askedRelations.add(relation);
  }

  void entity(String name) {
    observations.computeIfAbsent(name, added -> ConcurrentHashMap.newKeySet());
  }

  void observation(String entity, String text) {
    entity(entity);
    observations.getOrDefault(entity, Set.of()).add(text);
  }

  void relation(Relation relation) {
    relations.add(relation);
  }

  /** {@return whether the entity's creation was acknowledged} */
  boolean holds(String entity) {
    return observations.containsKey(entity);
  }

  /** {@return the names of all entities that may be there, for cleaning up} */
  List<String> askedEntities() {
    return List.copyOf(askedEntities);
  }

  /** {@return all relations that may be there; not all lead from an entity} */
  List<Relation> askedRelations() {
    return List.copyOf(askedRelations);
  }

  /** What a store holds of the acknowledged writes. */
  record Balance(long lost, long twice) {}

  /** {@return what is missing or double in this graph; what is there besides does not matter} */
  Balance compare(GraphSnapshot graph) {
    LongAdder twice = new LongAdder();
    Set<String> names = ConcurrentHashMap.newKeySet();
    LongAdder found = new LongAdder();
    graph.entities(
        entity -> {
          once(names, entity.name(), twice);
          Set<String> expected = observations.get(entity.name());
          if (expected != null) {
            found.increment();
            Set<String> texts = ConcurrentHashMap.newKeySet();
            entity.observations().forEach(text -> once(texts, text, twice));
            found.add(expected.stream().filter(texts::contains).count());
          }
        });
    Set<Relation> seen = ConcurrentHashMap.newKeySet();
    Consumer<Relation> relation = one -> once(seen, one, twice);
    graph.relations(relation);
    found.add(relations.stream().filter(seen::contains).count());
    return new Balance(acknowledged() - found.sum(), twice.sum());
  }

  private static <T> void once(Set<T> seen, T value, LongAdder twice) {
    if (!seen.add(value)) {
      twice.increment();
    }
  }

  /** {@return how many facts were acknowledged} */
  long acknowledged() {
    return observations.size()
        + relations.size()
        + observations.values().stream().mapToLong(Set::size).sum();
  }
}
