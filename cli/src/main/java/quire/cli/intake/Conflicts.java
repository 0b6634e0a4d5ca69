package quire.cli.intake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;

/**
 * Finds the entities that a store has already, but not with all that a source says of them. Holds
 * the names of these, and else no more than some hundred entities.
 */
final class Conflicts {
  private static final int BATCH = 500;

  private final MemoryStore store;
  private final Map<String, Said> waiting = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();

  /** What the source says of an entity. */
  private static final class Said {
    private final Set<String> types = new HashSet<>();
    private final Set<String> texts = new HashSet<>();
  }

  Conflicts(MemoryStore store) {
    this.store = store;
  }

  void look(Entity entity) {
    if (names.contains(entity.name())) {
      return;
    }
    Said said = waiting.computeIfAbsent(entity.name(), name -> new Said());
    if (!entity.type().equals(Piece.Reader.NO_TYPE)) {
      said.types.add(entity.type());
    }
    said.texts.addAll(entity.observations());
    if (waiting.size() == BATCH) {
      compare();
    }
  }

  /** {@return their names} */
  Set<String> names() {
    compare();
    return names;
  }

  private void compare() {
    Map<String, Entity> there = new HashMap<>();
    if (!waiting.isEmpty()) {
      try (GraphSnapshot graph = store.read(new Selection.Named(List.copyOf(waiting.keySet())))) {
        graph.entities(entity -> there.put(entity.name(), entity));
      }
    }
    waiting.forEach(
        (name, said) -> {
          Entity entity = there.get(name);
          if (entity != null
              && !(Set.of(entity.type()).containsAll(said.types)
                  && new HashSet<>(entity.observations()).containsAll(said.texts))) {
            names.add(name);
          }
        });
    waiting.clear();
  }
}
