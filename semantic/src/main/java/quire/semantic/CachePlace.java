package quire.semantic;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folder of a user's caches. */
record CachePlace(Path folder) {
  static CachePlace ofThisUser() {
    String system = System.getProperty("os.name", "");
    String home = system.startsWith("Windows") ? "" : System.getenv().getOrDefault("HOME", "");
    return of(
        System.getenv(),
        Path.of(home.isBlank() ? System.getProperty("user.home", "") : home),
        system);
  }

  /**
   * @param system the operating system's name as Java tells it
   */
  static CachePlace of(Map<String, String> variables, Path home, String system) {
    if (system.startsWith("Windows")) {
      return new CachePlace(
          absolute(variables, "LOCALAPPDATA").orElse(home.resolve("AppData/Local")));
    }
    if (system.startsWith("Mac")) {
      return new CachePlace(home.resolve("Library/Caches"));
    }
    return new CachePlace(absolute(variables, "XDG_CACHE_HOME").orElse(home.resolve(".cache")));
  }

  /** A relative place would be another one in each process. */
  private static Optional<Path> absolute(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  /** {@return the file of the vectors of this model} */
  Path file() {
    return folder.resolve("quire").resolve("vectors-" + ModelFolder.MODEL_ID);
  }
}
