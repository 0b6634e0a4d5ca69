package quire.cli.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.api.spi.MemoryStoreProvider;
import quire.api.spi.StoreFolders;
import quire.api.spi.WrittenPath;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Surroundings;

/**
 * The variables with which people configured their former memory server. The first backend that
 * takes over the file which one of them names becomes the backend in force, unless another store
 * was chosen, and what a JSONL file holds is taken over by the store in force.
 */
final class MemoryVariables {
  private static final String FILE = "MEMORY_FILE_PATH";
  private static final String DATABASE = "MEMORY_DB_PATH";

  /** Two letters at least: one is a drive of Windows. */
  private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+-]+):(//(?=/))?(.+)");

  private final Surroundings surroundings;
  private final StoreFolders folders;
  private final List<MemoryStoreProvider> backends;

  MemoryVariables(
      Surroundings surroundings, Optional<Project> project, List<MemoryStoreProvider> backends) {
    this.surroundings = surroundings;
    Optional<Path> root = project.map(Project::root);
    this.folders = new StoreFolders(surroundings.home(), surroundings.dataFolder(), root, root);
    this.backends = backends;
  }

  /** {@return the store that the variables name, if any} */
  Map<String, SettingValue> layer() {
    return Stream.of(FILE, DATABASE)
        .flatMap(name -> file(name).stream().map(file -> given(name, file)))
        .findFirst()
        .map(given -> Map.of(Key.STORE.name(), given))
        .orElse(Map.of());
  }

  private SettingValue given(String name, String file) {
    Path place = place(name, file);
    return backends.stream()
        .flatMap(
            backend ->
                (isJsonl(name, file) ? backend.successorOf(place) : backend.inPlaceOf(place))
                    .map(location -> backend.id() + ":" + location).stream())
        .findFirst()
        .map(address -> new SettingValue(address, name, folders.base()))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "%s names the file of another memory server, and no backend here takes it over: %s; nothing was opened. Remove the variable, or name a store with --store or QUIRE_STORE"
                        .formatted(
                            name,
                            backends.stream()
                                .map(MemoryStoreProvider::id)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * {@return the former server's file that the store in force takes over, if one is named}
   *
   * @param needed whether the store itself is named by one of the variables; without need, a
   *     relative file that is nowhere is passed over
   * @throws ConfigurationException if it cannot be told where it is
   */
  Optional<Path> source(boolean needed) {
    return Stream.of(FILE, DATABASE)
        .flatMap(
            name ->
                file(name).stream()
                    .filter(file -> isJsonl(name, file))
                    .filter(file -> needed || hasPlace(name, file))
                    .map(file -> place(name, file)))
        .findFirst();
  }

  private boolean hasPlace(String name, String file) {
    return folders.base().isPresent()
        || SettingValue.understood(name, () -> new WrittenPath(file).in(folders.home()))
            .isAbsolute();
  }

  private Path place(String name, String file) {
    return SettingValue.understood(name, () -> new WrittenPath(file).in(folders));
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

  private static boolean isJsonl(String name, String file) {
    return name.equals(FILE) || file.endsWith(".jsonl") || file.endsWith(".json");
  }
}
