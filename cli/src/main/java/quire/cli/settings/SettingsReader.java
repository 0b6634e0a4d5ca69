package quire.cli.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.api.spi.MemoryStoreProvider;
import quire.cli.base.ConfigurationException;
import quire.cli.base.Flags;
import quire.cli.base.Surroundings;
import quire.process.trust.Trust;
import quire.process.trust.Trust.Doubt;

/** Finds the settings in force: flag over variable over project file over user file. */
public final class SettingsReader {
  private final Surroundings surroundings;
  private final List<MemoryStoreProvider> backends;

  public SettingsReader(Surroundings surroundings, List<MemoryStoreProvider> backends) {
    this.surroundings = surroundings;
    this.backends = backends;
  }

  /**
   * {@return the settings in force}
   *
   * @throws ConfigurationException if something that was given is not understood, or if the
   *     project's own files decide what is not theirs to decide and the user has not approved it
   */
  public Settings read(Flags flags) {
    Settings settings = unapproved(flags);
    new ProjectRights(settings, surroundings).check();
    checkState(settings);
    if (settings.along().isPresent()) {
      checkState(settings.along().get());
    }
    return settings;
  }

  /** Whoever can write where a store keeps its own affairs decides what is read and written. */
  private void checkState(Settings settings) {
    Optional<Path> state = stateFolder(settings);
    Optional<Doubt> doubt = state.flatMap(surroundings.trust()::doubt);
    if (doubt.isPresent()) {
      throw new ConfigurationException(
          "The folder %s, where the store keeps its own affairs, is not believed: %s; nothing was opened. Set XDG_STATE_HOME, or state-dir in your own settings, to a folder of yours"
              .formatted(state.orElseThrow(), doubt.get()));
    }
  }

  private static Optional<Path> stateFolder(Settings settings) {
    try {
      return settings.provider().stateFolder(settings.store());
    } catch (IllegalArgumentException unclear) {
      return Optional.empty(); // whoever opens the store tells about its options
    }
  }

  /** {@return the settings that would be in force if the project were approved} */
  public Settings unapproved(Flags flags) {
    if (backends.isEmpty()) {
      throw new ConfigurationException(
          "This installation has no backend: put one's jar into its lib folder");
    }
    Path folder = projectFolder(flags);
    Trust trust = surroundings.trust();
    Optional<Project> project = project(folder, flags, trust);
    Map<String, SettingValue> own =
        project.flatMap(Project::configuration).map(this::file).orElse(Map.of());
    Map<String, SettingValue> users = usersFile();
    return new SettingsChoice(
            surroundings,
            backends,
            project,
            layers(flags, project, own, users),
            own,
            users,
            Project.passedOver(folder, trust))
        .settings();
  }

  private Optional<Project> project(Path around, Flags flags, Trust trust) {
    if (!around.startsWith(Surroundings.NOWHERE)) {
      return Project.around(around, trust);
    }
    if (flags.store().isEmpty()
        && Stream.of(Key.STORE.variable(), "MEMORY_FILE_PATH", "MEMORY_DB_PATH")
            .allMatch(name -> surroundings.variable(name).isEmpty())) {
      throw new ConfigurationException(
          "The folder in which Quire was started is gone, so nobody knows which project is meant;"
              + " nothing was opened. Start it in a folder that is there, or name one with"
              + " --project");
    }
    return Optional.empty();
  }

  private Path projectFolder(Flags flags) {
    return flags
        .project()
        .map(folder -> named("--project", folder))
        .or(
            () ->
                surroundings
                    .variable("QUIRE_PROJECT_DIR")
                    .map(text -> named("QUIRE_PROJECT_DIR", Path.of(text))))
        .or(surroundings::clientWorkspace)
        .orElse(surroundings.workingDirectory());
  }

  /** Another store than the one that was meant would be used if a name that is wrong passed. */
  private Path named(String origin, Path folder) {
    Path absolute = surroundings.workingDirectory().resolve(folder);
    if (!Files.isDirectory(absolute)) {
      throw new ConfigurationException(
          "%s: there is no folder %s; nothing was opened".formatted(origin, absolute));
    }
    return absolute;
  }

  /** {@return what was given in each place, the strongest place first} */
  private List<Map<String, SettingValue>> layers(
      Flags flags,
      Optional<Project> project,
      Map<String, SettingValue> own,
      Map<String, SettingValue> users) {
    List<Map<String, SettingValue>> layers = new ArrayList<>();
    layers.add(flagLayer(flags));
    layers.add(variableLayer(project));
    if (layers.stream().noneMatch(layer -> layer.containsKey(Key.STORE.name()))) {
      layers.add(new MemoryVariables(surroundings, project, backends).layer());
    }
    layers.add(own);
    layers.add(users);
    return layers;
  }

  private Map<String, SettingValue> usersFile() {
    return Optional.of(surroundings.configurationFolder().resolve("quire.toml"))
        .filter(Files::isRegularFile)
        .map(this::file)
        .orElse(Map.of());
  }

  private Map<String, SettingValue> flagLayer(Flags flags) {
    return flags
        .store()
        .map(
            text -> new SettingValue(text, "--store", Optional.of(surroundings.workingDirectory())))
        .map(given -> Map.of(Key.STORE.name(), given))
        .orElse(Map.of());
  }

  /** A client starts its servers anywhere, so a relative path can only mean the project. */
  private Map<String, SettingValue> variableLayer(Optional<Project> project) {
    Map<String, SettingValue> layer = new HashMap<>();
    for (Key<?> key : Key.ALL) {
      String name = key.variable();
      surroundings
          .variable(name)
          .map(text -> SettingValue.variable(name, text, project.map(Project::root)))
          .ifPresent(given -> layer.put(key.name(), given));
    }
    return layer;
  }

  private Map<String, SettingValue> file(Path file) {
    Map<String, Set<String>> options =
        backends.stream()
            .collect(Collectors.toMap(MemoryStoreProvider::id, MemoryStoreProvider::options));
    return new TomlFile(file, options).read();
  }
}
