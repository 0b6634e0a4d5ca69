package quire.http.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;
import quire.api.StoreDescription;

/**
 * Who is connected with whom, without the facts: numbers instead of names. Of the whole graph, or
 * of a part of it in which each entity nevertheless has the degree that it has in the whole.
 */
final class Shape {
  /**
   * Four times what a picture usually has. More is taken from the whole, which is kept for the next
   * question.
   */
  private static final int MOST_APART = 2_000;

  private final long sequence;
  private final List<String> names = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> relationTypes = new ArrayList<>();
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int relations;
  private long allEntities;
  private long allRelations;
  private int[] degrees = {};
  private int[][] touching = {};

  private Shape(long sequence) {
    this.sequence = sequence;
  }

  /** {@return the shape of the whole graph} */
  static Shape read(MemoryStore store) {
    Shape shape = new Shape(store.lastSequence());
    long relations = shape.fill(store, new Selection.Everything());
    shape.allEntities = shape.names.size();
    shape.allRelations = relations;
    return shape;
  }

  /**
   * {@return the shape of what is around an entity, in the state in which the store is now; empty
   * if that is too much to be read apart, or if the store is being written}
   */
  static Optional<Shape> near(MemoryStore store, String center, int depth) {
    Shape shape = new Shape(store.lastSequence());
    Set<String> names = new LinkedHashSet<>(List.of(center));
    List<String> level = List.of(center);
    for (int i = 0; i < depth && !level.isEmpty(); i++) {
      List<String> next = new ArrayList<>();
      try (GraphSnapshot graph = store.read(new Selection.Named(level))) {
        graph.relations(
            relation -> {
              add(relation.from(), names, next);
              add(relation.to(), names, next);
            });
      }
      if (names.size() > MOST_APART) {
        return Optional.empty();
      }
      level = next;
    }
    shape.fill(store, new Selection.Named(List.copyOf(names)));
    StoreDescription whole = store.describe();
    shape.allEntities = whole.entities();
    shape.allRelations = whole.relations();
    // What was read in several steps is one state only if there was no other one meanwhile.
    return store.lastSequence() == shape.sequence ? Optional.of(shape) : Optional.empty();
  }

  private static void add(String name, Set<String> names, List<String> next) {
    if (names.size() <= MOST_APART && names.add(name)) {
      next.add(name);
    }
  }

  /** {@return how many relations there were} */
  private long fill(MemoryStore store, Selection selection) {
    long[] count = {0};
    try (GraphSnapshot graph = store.read(selection)) {
      Map<String, String> kinds = new HashMap<>();
      graph.names(
          (name, type) -> {
            numbers.put(name, names.size());
            names.add(name);
            types.add(kinds.computeIfAbsent(type, kind -> kind));
          });
      degrees = new int[names.size()];
      graph.relations(
          relation -> {
            count[0]++;
            add(relation, kinds);
          });
    }
    connect();
    return count[0];
  }

  /** A relation counts for each of its ends; one whose ends are not both here cannot be drawn. */
  private void add(Relation relation, Map<String, String> kinds) {
    Integer source = numbers.get(relation.from());
    Integer target = numbers.get(relation.to());
    if (source != null) {
      degrees[source]++;
    }
    if (target != null && !target.equals(source)) {
      degrees[target]++;
    }
    if (source == null || target == null) {
      return;
    }
    if (relations == from.length) {
      from = Arrays.copyOf(from, relations * 2);
      to = Arrays.copyOf(to, relations * 2);
    }
    from[relations] = source;
    to[relations] = target;
    relationTypes.add(kinds.computeIfAbsent(relation.type(), kind -> kind));
    relations++;
  }

  private void connect() {
    int[] drawable = new int[names.size()];
    for (int i = 0; i < relations; i++) {
      drawable[from[i]]++;
      drawable[to[i]] += from[i] == to[i] ? 0 : 1;
    }
    touching = new int[names.size()][];
    for (int i = 0; i < touching.length; i++) {
      touching[i] = new int[drawable[i]];
    }
    int[] filled = new int[names.size()];
    for (int i = 0; i < relations; i++) {
      touching[from[i]][filled[from[i]]++] = i;
      if (from[i] != to[i]) {
        touching[to[i]][filled[to[i]]++] = i;
      }
    }
  }

  long sequence() {
    return sequence;
  }

  int size() {
    return names.size();
  }

  int relations() {
    return relations;
  }

  /** {@return how many entities the whole graph has} */
  long allEntities() {
    return allEntities;
  }

  /** {@return how many relations the whole graph has, those included that lead to no entity} */
  long allRelations() {
    return allRelations;
  }

  /** {@return whether too much is around an entity for it to be read by name} */
  boolean isHub(String name) {
    int entity = number(name);
    return entity >= 0 && touching(entity).length > MOST_APART;
  }

  String name(int entity) {
    return names.get(entity);
  }

  String type(int entity) {
    return types.get(entity);
  }

  /** {@return how many relations touch an entity, those included that lead to no other one} */
  int degree(int entity) {
    return degrees[entity];
  }

  /** {@return the number of an entity, -1 if there is none of this name} */
  int number(String name) {
    return numbers.getOrDefault(name, -1);
  }

  /** {@return the relations between this entity and others that are here} */
  int[] touching(int entity) {
    return touching[entity];
  }

  int from(int relation) {
    return from[relation];
  }

  int to(int relation) {
    return to[relation];
  }

  String relationType(int relation) {
    return relationTypes.get(relation);
  }

  /** {@return how many entities each type has, the most frequent first} */
  List<Map.Entry<String, Integer>> types() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    types.forEach(type -> counts.merge(type, 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .toList();
  }
}
