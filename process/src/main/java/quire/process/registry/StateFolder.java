package quire.process.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import quire.api.spi.OwnerOnly;

/** Finds the folder in which the servers of one user know each other. */
public final class StateFolder {
  private StateFolder() {}

  /**
   * {@return the folder; it need not exist}
   *
   * @param system the operating system's name as Java tells it
   */
  public static Path of(Map<String, String> variables, Path home, String system) {
    return absolute(variables, "QUIRE_STATE_DIR").orElseGet(() -> usual(variables, home, system));
  }

  /** Makes a folder in it, for its user alone. */
  public static Path make(Path folder) throws IOException {
    Files.createDirectories(folder, OwnerOnly.folder(folder));
    return folder;
  }

  private static Path usual(Map<String, String> variables, Path home, String system) {
    if (system.startsWith("Windows")) {
      return absolute(variables, "LOCALAPPDATA")
          .orElse(home.resolve("AppData/Local"))
          .resolve("quire");
    }
    if (system.startsWith("Mac")) {
      return home.resolve("Library/Application Support/quire");
    }
    return absolute(variables, "XDG_STATE_HOME")
        .orElse(home.resolve(".local/state"))
        .resolve("quire");
  }

  /** A relative place would be another one in each process. */
  private static Optional<Path> absolute(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }
}
