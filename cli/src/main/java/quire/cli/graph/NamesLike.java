package quire.cli.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.text.Nearest;

/** Looks for the entity whose name was mistyped. */
final class NamesLike {
  /** A store with very many names that hold the same letters is not compared to its end. */
  private static final int COMPARED = 1_000;

  private NamesLike() {}

  /** {@return the name that is least different, if it is like this one} */
  static Optional<String> in(MemoryStore store, String name) {
    Set<String> alike = new LinkedHashSet<>();
    // An error spoils one half of a name at most, or both where they meet.
    for (String half : List.of(before(name), behind(name))) {
      if (!half.isBlank()) {
        collect(store, half, alike);
      }
    }
    return Nearest.like(name, alike);
  }

  private static String before(String name) {
    return name.substring(0, name.offsetByCodePoints(0, half(name)));
  }

  private static String behind(String name) {
    return name.substring(name.offsetByCodePoints(0, half(name)));
  }

  private static int half(String name) {
    return (name.codePointCount(0, name.length()) + 1) / 2;
  }

  private static void collect(MemoryStore store, String half, Set<String> alike) {
    String part = half.toLowerCase(Locale.ROOT);
    try (GraphSnapshot graph = store.read(new Selection.Matching(half))) {
      graph.entities(
          entity -> {
            if (alike.size() < COMPARED && entity.name().toLowerCase(Locale.ROOT).contains(part)) {
              alike.add(entity.name());
            }
          });
    }
  }
}
