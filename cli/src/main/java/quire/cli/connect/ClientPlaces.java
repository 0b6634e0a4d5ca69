package quire.cli.connect;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import quire.cli.base.Surroundings;

/**
 * Where the clients of this user keep their files. A place begins with {@code ~/} (the home),
 * {@code ~config/} (the folder for settings by the XDG rules, also on macOS, where these clients
 * use it too), {@code @} (the system's own folder for the settings of programs with windows) or
 * {@code $NAME/} (a variable with which the client is told another folder; without it the place
 * does not count).
 */
record ClientPlaces(Surroundings surroundings) {
  /** {@return the file of a client: the first place that is there, else the first that counts} */
  Path file(Client client) {
    List<Path> places = places(client).toList();
    return places.stream().filter(Files::exists).findFirst().orElse(places.getFirst());
  }

  private Stream<Path> places(Client client) {
    return client.files().stream().map(this::place).flatMap(Optional::stream);
  }

  private Optional<Path> place(String place) {
    if (place.startsWith("~/")) {
      return Optional.of(surroundings.home().resolve(place.substring(2)));
    }
    if (place.startsWith("~config/")) {
      return Optional.of(xdg().resolve(place.substring("~config/".length())));
    }
    if (place.startsWith("@")) {
      return Optional.of(programs().resolve(place.substring(1)));
    }
    int slash = place.indexOf('/');
    return surroundings
        .variable(place.substring(1, slash))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .map(folder -> folder.resolve(place.substring(slash + 1)));
  }

  private Path xdg() {
    Path home = surroundings.home();
    if (surroundings.system().startsWith("Windows")) {
      return absolute("APPDATA").orElse(home.resolve("AppData/Roaming"));
    }
    return absolute("XDG_CONFIG_HOME").orElse(home.resolve(".config"));
  }

  private Path programs() {
    return surroundings.system().startsWith("Mac")
        ? surroundings.home().resolve("Library/Application Support")
        : xdg();
  }

  private Optional<Path> absolute(String variable) {
    return surroundings.variable(variable).map(Path::of).filter(Path::isAbsolute);
  }

  /**
   * {@return whether the client seems to be on this machine: its file, its folder or its program}
   */
  boolean isHere(Client client) {
    return places(client).anyMatch(this::leavesTraces)
        || client.program().flatMap(this::program).isPresent();
  }

  private boolean leavesTraces(Path file) {
    Path folder = Objects.requireNonNull(file.getParent());
    return Files.exists(file)
        || (!folder.equals(surroundings.home())
            && !folder.equals(xdg())
            && Files.isDirectory(folder));
  }

  /** {@return the program of that name on the PATH} */
  Optional<Path> program(String name) {
    return Stream.of(surroundings.variable("PATH").orElse("").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty() && Path.of(folder).isAbsolute())
        .map(folder -> Path.of(folder).resolve(name))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }
}
