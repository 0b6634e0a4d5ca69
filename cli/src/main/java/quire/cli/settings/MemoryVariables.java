package quire.cli.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Surroundings;

/**
 * The variables with which people configured their former memory server. A JSONL file that one of
 * them names is taken over by the SQLite store beside it: {@code memory.jsonl} by {@code
 * memory.db}, unless another store was chosen.
 */
final class MemoryVariables {
  private static final String FILE = "MEMORY_FILE_PATH";
  private static final String DATABASE = "MEMORY_DB_PATH";

  /** Two letters at least: one is a drive of Windows. */
  private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+-]+):(//(?=/))?(.+)");

  private final Surroundings surroundings;

  MemoryVariables(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** {@return the store that the variables name, if any} */
  Map<String, Given> layer(Optional<Project> project) {
    return Stream.of(FILE, DATABASE)
        .flatMap(name -> file(name).stream().map(file -> given(name, file, project)))
        .findFirst()
        .map(given -> Map.of(Key.STORE.name(), given))
        .orElse(Map.of());
  }

  private static Given given(String name, String file, Optional<Project> project) {
    String store = isFormerServers(name, file) ? besides(file) : file;
    return new Given("sqlite:" + store, name, project.map(Project::root));
  }

  /**
   * {@return the former server's file that the store in force takes over, if one is named}
   *
   * @param needed whether the store itself is named by one of the variables
   * @throws ConfigurationException if it cannot be told where it is
   */
  Optional<Path> source(Optional<Project> project, boolean needed) {
    return Stream.of(FILE, DATABASE)
        .flatMap(
            name ->
                file(name).stream()
                    .filter(file -> isFormerServers(name, file))
                    .flatMap(file -> place(name, file, project, needed).stream()))
        .findFirst();
  }

  private Optional<Path> place(
      String name, String file, Optional<Project> project, boolean needed) {
    Path path = new WrittenPath(file, name).in(surroundings);
    Optional<Path> place =
        project
            .map(found -> found.root().resolve(path))
            .or(() -> Optional.of(path).filter(Path::isAbsolute));
    if (place.isEmpty() && needed) {
      throw new ConfigurationException(
          "%s: \"%s\" is relative and there is no project here: give an absolute path"
              .formatted(name, file));
    }
    return place.map(Path::normalize);
  }

  /** {@return the file in a variable; some servers take an address for one} */
  private Optional<String> file(String name) {
    return surroundings.variable(name).map(text -> withoutScheme(name, text));
  }

  private static String withoutScheme(String name, String text) {
    Matcher address = SCHEME.matcher(text);
    if (!address.matches()) {
      return text;
    }
    if (address.group(1).equals("sqlite") || address.group(1).equals("file")) {
      return address.group(3);
    }
    throw new ConfigurationException(
        "%s: \"%s\" is no file; nothing was opened. A store of another kind is named by QUIRE_STORE"
            .formatted(name, text));
  }

  private static boolean isFormerServers(String name, String file) {
    return name.equals(FILE) || file.endsWith(".jsonl") || file.endsWith(".json");
  }

  private static String besides(String file) {
    return file.replaceFirst("\\.jsonl?$", "") + ".db";
  }
}
