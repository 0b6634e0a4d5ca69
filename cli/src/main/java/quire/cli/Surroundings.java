package quire.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a process finds around itself.
 *
 * @param system the operating system's name as Java tells it
 */
record Surroundings(
    Map<String, String> variables, Path workingDirectory, Path home, String system) {
  static Surroundings ofThisProcess() {
    return new Surroundings(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home")),
        System.getProperty("os.name"));
  }

  /** {@return the variable's value; an empty one counts as not set} */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** {@return the folder of the user's settings} */
  Path configurationFolder() {
    return folder("XDG_CONFIG_HOME", ".config", "APPDATA", "AppData/Roaming");
  }

  /** {@return the folder of the user's data} */
  Path dataFolder() {
    return folder("XDG_DATA_HOME", ".local/share", "LOCALAPPDATA", "AppData/Local");
  }

  private Path folder(String xdg, String xdgStandard, String windows, String windowsStandard) {
    if (system.startsWith("Windows")) {
      return absolute(windows).orElse(home.resolve(windowsStandard)).resolve("quire");
    }
    if (system.startsWith("Mac")) {
      return home.resolve("Library/Application Support/quire");
    }
    return absolute(xdg).orElse(home.resolve(xdgStandard)).resolve("quire");
  }

  /** The XDG rules tell programs to ignore a relative path there. */
  private Optional<Path> absolute(String variable) {
    return variable(variable).map(Path::of).filter(Path::isAbsolute);
  }
}
