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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quire.api.spi.MemoryStoreProvider;
import quire.process.Kernel;
import quire.process.ProcessSource;
import quire.process.ProcessTable;
import quire.process.RunningProcess;

/** A home, a project and what is said on both streams. */
final class Scene {
  final Path home;
  final Path project;
  final Map<String, String> variables = new HashMap<>();
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notices = new ByteArrayOutputStream();

  Scene(Path folder) {
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

  Path write(Path file, String text) {
    make(file.resolveSibling("."));
    try {
      return Files.writeString(file, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Path projectFile(String text) {
    return write(project.resolve("quire.toml"), text);
  }

  Path userFile(String text) {
    return write(home.resolve(".config/quire/quire.toml"), text);
  }

  Surroundings at(Path workingDirectory) {
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
        ProcessSource.installed().read(kernel).all().stream()
            .filter(process -> own.contains(process.pid()))
            .toList();
    return new ProcessTable(Instant.now(), kernel.host(), self.pid(), running);
  }

  Settings settings() {
    return settings(new Flags(Optional.empty(), Optional.empty()));
  }

  Settings settings(Flags flags) {
    return new SettingsReader(at(project), Backends.INSTALLED).read(flags);
  }

  int run(String... arguments) {
    return run(Backends.INSTALLED, arguments);
  }

  int run(List<MemoryStoreProvider> backends, String... arguments) {
    results.reset();
    notices.reset();
    Output output = new Output(print(results), print(notices));
    return CommandRun.of(output, at(project), backends).execute(arguments);
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  String said() {
    return results.toString(StandardCharsets.UTF_8);
  }

  List<String> noticed() {
    return notices.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
