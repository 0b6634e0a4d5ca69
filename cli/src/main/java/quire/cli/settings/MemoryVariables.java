package quire.cli.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import quire.cli.base.Surroundings;

/**
 * The variables with which people configured their former memory server. A JSONL file that one of
 * them names is taken over by the SQLite store beside it: {@code memory.jsonl} by {@code
 * memory.db}.
 */
final class MemoryVariables {
  private static final String FILE = "MEMORY_FILE_PATH";
  private static final String DATABASE = "MEMORY_DB_PATH";

  private MemoryVariables() {}

  /** {@return the store that the variables name, if any} */
  static Map<String, Given> layer(Surroundings surroundings, Optional<Project> project) {
    Optional<Path> base = project.map(Project::root);
    return surroundings
        .variable(FILE)
        .map(text -> new Given("sqlite:" + besides(text), FILE, base))
        .or(
            () ->
                surroundings
                    .variable(DATABASE)
                    .map(
                        text ->
                            new Given(
                                "sqlite:" + (isJsonl(text) ? besides(text) : text),
                                DATABASE,
                                base)))
        .map(given -> Map.of(Key.STORE.name(), given))
        .orElse(Map.of());
  }

  /** {@return the JSONL file to take over, if the store in force was named by a variable here} */
  static Optional<Path> source(Surroundings surroundings, Given store) {
    if (!store.origin().equals(FILE) && !store.origin().equals(DATABASE)) {
      return Optional.empty();
    }
    return surroundings
        .variable(store.origin())
        .filter(text -> store.origin().equals(FILE) || isJsonl(text))
        .map(text -> store.base().map(base -> base.resolve(text)).orElse(Path.of(text)));
  }

  private static boolean isJsonl(String file) {
    return file.endsWith(".jsonl") || file.endsWith(".json");
  }

  private static String besides(String file) {
    return file.replaceFirst("\\.jsonl?$", "") + ".db";
  }
}
