package quire.mcp.tools;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import quire.api.Entity;
import quire.api.Graph;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Relation;
import quire.api.Selection;

/**
 * What is around an entity, as far as it fits.
 *
 * @param left how many entities in reach did not fit
 * @param origins which of the entities are of a store that is only read along
 * @param room the bytes of the budget that are free
 */
record Exploration(
    List<Entity> entities,
    List<Relation> relations,
    int left,
    long room,
    Map<String, String> origins,
    List<String> missing) {
  /** More than this nobody reads; it bounds what one step loads. */
  private static final int MOST_ENTITIES = 500;

  Exploration {
    entities = List.copyOf(entities);
    relations = List.copyOf(relations);
    origins = Map.copyOf(origins);
    missing = List.copyOf(missing);
  }

  static Exploration of(MemoryStore store, ExploreTool.Asked asked) {
    Map<String, Entity> reached = new LinkedHashMap<>();
    Set<Relation> followed = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>(List.of(asked.entity()));
    Set<String> edge = new LinkedHashSet<>(seen);
    Map<String, String> origins = new LinkedHashMap<>();
    Set<String> missing = new LinkedHashSet<>();
    for (int step = 0; step <= asked.depth() && !edge.isEmpty(); step++) {
      Graph graph = read(store, edge, origins, missing);
      graph.entities().forEach(entity -> reached.put(entity.name(), entity));
      Set<String> next = new LinkedHashSet<>();
      for (Relation relation : graph.relations()) {
        if (step < asked.depth() && asked.follows(relation)) {
          followed.add(relation);
          next.add(relation.from());
          next.add(relation.to());
        }
      }
      next.removeAll(seen);
      edge = new LinkedHashSet<>(next.stream().limit(MOST_ENTITIES - seen.size()).toList());
      seen.addAll(edge);
    }
    return fitting(
        List.copyOf(reached.values()), followed, asked.budget(), origins, List.copyOf(missing));
  }

  private static Graph read(
      MemoryStore store, Set<String> names, Map<String, String> origins, Set<String> missing) {
    try (GraphSnapshot snapshot = store.read(new Selection.Named(List.copyOf(names)))) {
      missing.addAll(snapshot.missing());
      Graph graph = snapshot.toGraph();
      origins.putAll(snapshot.origins());
      return graph;
    }
  }

  /** Relations of entities that fit come first: they are short and name what lies further. */
  private static Exploration fitting(
      List<Entity> entities,
      Set<Relation> relations,
      int budget,
      Map<String, String> origins,
      List<String> missing) {
    List<Entity> shown = new ArrayList<>();
    List<Relation> connecting = new ArrayList<>();
    long free = budget;
    for (Relation relation : relations) {
      long size = bytes(relation.from()) + bytes(relation.to()) + bytes(relation.type());
      if (size <= free / 2) {
        connecting.add(relation);
        free -= size;
      }
    }
    for (Entity entity : entities) {
      long size = bytes(entity.name()) + bytes(entity.type());
      size += entity.observations().stream().mapToLong(Exploration::bytes).sum();
      if (size > free) {
        break;
      }
      shown.add(entity);
      free -= size;
    }
    return new Exploration(
        shown, connecting, entities.size() - shown.size(), free, origins, missing);
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
