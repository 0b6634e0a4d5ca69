package quire.http.api;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import quire.api.MemoryStore;
import quire.http.door.RefusedException;
import quire.mcp.json.JsonWriter;

/** A part of the graph that can be drawn, and how much of the whole it is. */
final class GraphPart {
  private static final long USUAL = 500;
  private static final long MOST = 10_000;
  private static final int EXAMPLES = 5;
  private static final int MOST_CLUSTERS = 200;

  private final Shape shape;

  private GraphPart(Shape shape) {
    this.shape = shape;
  }

  static Answer answer(Question question, MemoryStore store, Shapes shapes)
      throws RefusedException {
    int limit = question.number("limit", 1, MOST).orElse(USUAL).intValue();
    int depth = question.number("depth", 1, 3).orElse(1L).intValue();
    Optional<String> around = question.text("around");
    boolean clusters = question.text("by").filter("type"::equals).isPresent();
    if (clusters || around.isEmpty()) {
      GraphPart whole = new GraphPart(shapes.now(store));
      return clusters ? whole::clusters : json -> whole.write(json, whole.mostConnected(limit));
    }
    GraphPart part = new GraphPart(shapes.around(store, around.get(), depth));
    int center = part.shape.number(around.get());
    if (center < 0) {
      throw RefusedException.of(404, "There is no entity of this name, or no longer");
    }
    return json -> part.write(json, part.around(center, depth, limit));
  }

  /** {@return entities, those with the most relations first} */
  private int[] mostConnected(int limit) {
    return IntStream.range(0, shape.size())
        .boxed()
        .sorted(Comparator.comparingInt((Integer entity) -> -shape.degree(entity)))
        .limit(limit)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** {@return an entity and its neighbours, the nearest first, of equals the most connected} */
  private int[] around(int center, int depth, int limit) {
    boolean[] seen = new boolean[shape.size()];
    List<Integer> found = new ArrayList<>(List.of(center));
    seen[center] = true;
    Deque<Integer> level = new ArrayDeque<>(List.of(center));
    for (int i = 0; i < depth && found.size() < limit; i++) {
      List<Integer> next = new ArrayList<>();
      for (int entity : level) {
        for (int relation : shape.touching(entity)) {
          int other = shape.from(relation) == entity ? shape.to(relation) : shape.from(relation);
          if (!seen[other]) {
            seen[other] = true;
            next.add(other);
          }
        }
      }
      next.sort(Comparator.comparingInt(entity -> -shape.degree(entity)));
      found.addAll(next.subList(0, Math.min(next.size(), limit - found.size())));
      level = new ArrayDeque<>(next);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Columns, which take a third of what objects do. */
  private void write(JsonWriter json, int[] entities) {
    int[] positions = new int[shape.size()];
    Arrays.fill(positions, -1);
    for (int i = 0; i < entities.length; i++) {
      positions[entities[i]] = i;
    }
    List<Integer> drawn = new ArrayList<>();
    for (int entity : entities) {
      for (int relation : shape.touching(entity)) {
        // Each is met at both of its ends, and taken at its source.
        if (shape.from(relation) == entity && positions[shape.to(relation)] >= 0) {
          drawn.add(relation);
        }
      }
    }
    json.name("names").beginArray();
    Arrays.stream(entities).forEach(entity -> json.string(shape.name(entity)));
    json.endArray().name("types").beginArray();
    Arrays.stream(entities).forEach(entity -> json.string(shape.type(entity)));
    json.endArray().name("degrees").beginArray();
    Arrays.stream(entities).forEach(entity -> json.number(shape.degree(entity)));
    json.endArray().name("from").beginArray();
    drawn.forEach(relation -> json.number(positions[shape.from(relation)]));
    json.endArray().name("to").beginArray();
    drawn.forEach(relation -> json.number(positions[shape.to(relation)]));
    json.endArray().name("relationTypes").beginArray();
    drawn.forEach(relation -> json.string(shape.relationType(relation)));
    json.endArray();
    counts(json, "drawn", entities.length, drawn.size());
    counts(json, "total", shape.allEntities(), shape.allRelations());
    if (entities.length < shape.allEntities() || drawn.size() < shape.allRelations()) {
      json.name("hidden")
          .string(
              String.format(
                  Locale.ROOT,
                  "%,d entities and %,d relations are not drawn",
                  shape.allEntities() - entities.length,
                  shape.allRelations() - drawn.size()));
    }
  }

  private static void counts(JsonWriter json, String name, long entities, long relations) {
    json.name(name).beginObject().name("entities").number(entities);
    json.name("relations").number(relations).endObject();
  }

  private void clusters(JsonWriter json) {
    List<Map.Entry<String, Integer>> types = shape.types();
    Map<String, Integer> positions = new LinkedHashMap<>();
    types.stream()
        .limit(MOST_CLUSTERS)
        .forEach(type -> positions.put(type.getKey(), positions.size()));
    Map<String, List<Integer>> examples = new LinkedHashMap<>();
    for (int entity : mostConnected(shape.size())) {
      List<Integer> known = examples.computeIfAbsent(shape.type(entity), _ -> new ArrayList<>());
      if (known.size() < EXAMPLES) {
        known.add(entity);
      }
    }
    json.name("clusters").beginArray();
    types.stream()
        .limit(MOST_CLUSTERS)
        .forEach(
            type -> {
              json.beginObject().name("type").string(type.getKey());
              json.name("entities").number(type.getValue()).name("examples").beginArray();
              examples
                  .getOrDefault(type.getKey(), List.of())
                  .forEach(entity -> json.string(shape.name(entity)));
              json.endArray().endObject();
            });
    json.endArray();
    links(json, positions);
    counts(json, "total", shape.allEntities(), shape.allRelations());
  }

  private void links(JsonWriter json, Map<String, Integer> positions) {
    Map<Long, Integer> links = new TreeMap<>();
    for (int relation = 0; relation < shape.relations(); relation++) {
      Integer from = positions.get(shape.type(shape.from(relation)));
      Integer to = positions.get(shape.type(shape.to(relation)));
      if (from != null && to != null) {
        links.merge(((long) from << 32) | to, 1, Integer::sum);
      }
    }
    json.name("links").beginArray();
    links.forEach(
        (link, count) -> {
          json.beginObject().name("from").number(link >> 32);
          json.name("to").number(link & 0xffff_ffffL);
          json.name("relations").number(count).endObject();
        });
    json.endArray();
  }
}
