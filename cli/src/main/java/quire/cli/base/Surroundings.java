package quire.cli.base;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import quire.process.kernel.Kernel;
import quire.process.owner.ClientIdentity;
import quire.process.owner.ClientVariables;
import quire.process.table.ProcessSource;
import quire.process.table.ProcessTable;
import quire.process.trust.Trust;

/**
 * What a process finds around itself.
 *
 * @param system the operating system's name as Java tells it
 * @param processes who can list the processes around; loaded when it is asked
 */
public record Surroundings(
    Map<String, String> variables,
    Path workingDirectory,
    Path home,
    String system,
    ProcessSource processes) {
  /** No folder can be there: what is below it is not known. */
  public static final Path NOWHERE = Path.of("/dev/null");

  public static Surroundings ofThisProcess() {
    return new Surroundings(
        System.getenv(),
        workingDirectory(System.getProperty("quire.cwd", "")),
        home(System.getenv(), System.getProperty("user.home"), System.getProperty("os.name")),
        System.getProperty("os.name"),
        new InstalledSource());
  }

  /** Where Java cannot start, because the folder is gone, the launcher starts it elsewhere. */
  private static Path workingDirectory(String gone) {
    return gone.isEmpty() ? Path.of("").toAbsolutePath() : NOWHERE.resolve("folder");
  }

  /**
   * {@return the user's folder: what HOME says, as for every other program, before what the list of
   * users says} A folder below {@link #NOWHERE} if neither says anything.
   */
  public static Path home(Map<String, String> variables, String listed, String system) {
    String home = system.startsWith("Windows") ? "" : variables.getOrDefault("HOME", "");
    return Stream.of(home, listed)
        .filter(folder -> !folder.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute)
        .findFirst()
        .orElse(NOWHERE.resolve("home"));
  }

  /** A class and no lambda: a server starts with it too, and never asks it. */
  private record InstalledSource() implements ProcessSource {
    @Override
    public ProcessTable read(Kernel kernel) {
      return Services.processes().read(kernel);
    }
  }

  /** {@return the same, seen from another working directory} */
  public Surroundings in(Path folder) {
    return new Surroundings(variables, folder, home, system, processes);
  }

  /** {@return the same, without this variable} */
  public Surroundings without(String variable) {
    Map<String, String> others = new HashMap<>(variables);
    others.remove(variable);
    return new Surroundings(others, workingDirectory, home, system, processes);
  }

  /** {@return the variable's value; an empty one counts as not set} */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * {@return the project's folder as the actual client names it} The environment may be another
   * client's, so a client's variable counts only if that client is among the processes above.
   */
  public Optional<Path> clientWorkspace() {
    ClientVariables found = new ClientVariables(variables);
    if (found.workspaces().isEmpty()) {
      return Optional.empty();
    }
    return ClientIdentity.inTree(Kernel.ofThisSystem(), ProcessHandle.current().pid())
        .flatMap(found::workspace)
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  /** {@return who this user believes} */
  public Trust trust() {
    return Trust.ofThisProcess();
  }

  /** {@return the folder of the user's settings} */
  public Path configurationFolder() {
    return folder("XDG_CONFIG_HOME", ".config", "APPDATA", "AppData/Roaming");
  }

  /** {@return the folder of the user's data} */
  public Path dataFolder() {
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
