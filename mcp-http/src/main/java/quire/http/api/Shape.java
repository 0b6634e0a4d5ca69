package quire.http.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;

/** Who is connected with whom, without the facts: numbers instead of names. */
final class Shape {
  private final long sequence;
  private final List<String> names = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> relationTypes = new ArrayList<>();
  private int[] from = new int[64];
  private int[] to = new int[64];
  private int relations;
  private int[] degrees = {};
  private int[][] touching = {};

  private Shape(long sequence) {
    this.sequence = sequence;
  }

  static Shape read(MemoryStore store) {
    Shape shape = new Shape(store.lastSequence());
    try (GraphSnapshot graph = store.read(new Selection.Everything())) {
      Map<String, String> kinds = new HashMap<>();
      graph.names(
          (name, type) -> {
            shape.numbers.put(name, shape.names.size());
            shape.names.add(name);
            shape.types.add(kinds.computeIfAbsent(type, kind -> kind));
          });
      graph.relations(relation -> shape.add(relation, kinds));
    }
    shape.connect();
    return shape;
  }

  /** A relation whose ends are not both entities cannot be drawn. */
  private void add(Relation relation, Map<String, String> kinds) {
    Integer source = numbers.get(relation.from());
    Integer target = numbers.get(relation.to());
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
    degrees = new int[names.size()];
    for (int i = 0; i < relations; i++) {
      degrees[from[i]]++;
      degrees[to[i]] += from[i] == to[i] ? 0 : 1;
    }
    touching = new int[names.size()][];
    for (int i = 0; i < touching.length; i++) {
      touching[i] = new int[degrees[i]];
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

  String name(int entity) {
    return names.get(entity);
  }

  String type(int entity) {
    return types.get(entity);
  }

  int degree(int entity) {
    return degrees[entity];
  }

  /** {@return the number of an entity, -1 if there is none of this name} */
  int number(String name) {
    return numbers.getOrDefault(name, -1);
  }

  /** {@return the relations that touch an entity} */
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
