package quire.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import quire.api.spi.MemoryStoreProvider;
import quire.cli.base.Flags;
import quire.cli.base.Output;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.settings.Settings;
import quire.cli.settings.SettingsReader;
import quire.process.kernel.Kernel;
import quire.process.table.ProcessTable;
import quire.process.table.RunningProcess;

/** A home, a project and what is said on both streams. */
public final class Scene {
  public final Path home;
  public final Path project;
  public final Map<String, String> variables = new HashMap<>();
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notices = new ByteArrayOutputStream();

  private @Nullable CommandLine commands;

  public Scene(Path folder) {
    home = folder.resolve("home");
    project = folder.resolve("project");
    make(home);
    make(project.resolve(".git"));
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path write(Path file, String text) {
    make(file.resolveSibling("."));
    try {
      return Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path projectFile(String text) {
    return write(project.resolve("quire.toml"), text);
  }

  public Path userFile(String text) {
    return write(home.resolve(".config/quire/quire.toml"), text);
  }

  public Surroundings at(Path workingDirectory) {
    return new Surroundings(variables, workingDirectory, home, "Linux", Scene::ownProcesses);
  }

  /** This process and those below it: what else runs on the machine is no part of a scene. */
  private static ProcessTable ownProcesses(Kernel kernel) {
    ProcessHandle self = ProcessHandle.current();
    Set<Long> own =
        Stream.concat(Stream.of(self), self.descendants())
            .map(ProcessHandle::pid)
            .collect(Collectors.toSet());
    List<RunningProcess> running =
        Services.processes().read(kernel).all().stream()
            .filter(process -> own.contains(process.pid()))
            .toList();
    return new ProcessTable(Instant.now(), kernel.host(), self.pid(), running);
  }

  public Settings settings() {
    return settings(new Flags(Optional.empty(), Optional.empty()));
  }

  public Settings settings(Flags flags) {
    return new SettingsReader(at(project), Backends.INSTALLED).read(flags);
  }

  public int run(String... arguments) {
    return run(Backends.INSTALLED, arguments);
  }

  public int run(List<MemoryStoreProvider> backends, String... arguments) {
    return run(project, backends, arguments);
  }

  /** Runs a command in another working directory than the project's. */
  public int runIn(Path workingDirectory, String... arguments) {
    return run(workingDirectory, Backends.INSTALLED, arguments);
  }

  public int runIn(Path workingDirectory, List<MemoryStoreProvider> backends, String... arguments) {
    return run(workingDirectory, backends, arguments);
  }

  private int run(Path workingDirectory, List<MemoryStoreProvider> backends, String... arguments) {
    results.reset();
    notices.reset();
    Output output = new Output(print(results), print(notices));
    return CommandRun.of(output, at(workingDirectory), backends).execute(arguments);
  }

  /** {@return whether this line is one that Quire can carry out} Nothing is carried out. */
  public boolean understands(String line) {
    CommandLine all = commands;
    if (all == null) {
      Output output = new Output(print(results), print(notices));
      all = CommandRun.commands(output, at(project), Backends.INSTALLED);
      commands = all;
    }
    try {
      all.parseArgs(words(line));
      return true;
    } catch (ParameterException misuse) {
      return false;
    }
  }

  /** {@return the words of a line behind the program's name, as a shell parts them} */
  public static String[] words(String line) {
    String command = line.replaceFirst(" [|<>] .*", "");
    return Pattern.compile("\"([^\"]*)\"|(\\S+)")
        .matcher(command)
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .skip(1)
        .toArray(String[]::new);
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  public String said() {
    return results.toString(StandardCharsets.UTF_8);
  }

  public List<String> noticed() {
    return notices.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
