package quire.cli.install;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.api.spi.Traces;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Services;
import quire.cli.base.Surroundings;
import quire.cli.servers.Machine;
import quire.cli.servers.UserService;
import quire.process.install.InstallationException;
import quire.process.install.Installations;
import quire.process.install.Links;
import quire.process.install.Removal;
import quire.process.registry.StateFolder;
import quire.process.siblings.Sighting;
import quire.process.siblings.Standing;

/** {@code quire uninstall}. */
@Command(
    name = "uninstall",
    description = {
      "Take away what `quire install` brought. Memories and your quire.toml stay.",
      "Without --yes it only says what would be taken away."
    },
    footer = {"", "Examples:", "  quire uninstall", "  quire uninstall --yes"})
public final class UninstallCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--yes", description = "do it")
  private boolean yes;

  private final Machine machine;
  private final Surroundings surroundings;
  private final Output output;

  public UninstallCommand(Machine machine, Surroundings surroundings, Output output) {
    this.machine = machine;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    Installations installations = Installations.around(Launcher.ofThisProcess(surroundings).home());
    if (!new Links(installations).known()) {
      throw new InstallationException(
          "%s was not made by quire install, so nothing was taken away; remove the folder by hand"
              .formatted(installations.root()));
    }
    refuseWhileServersRun(installations);
    Removal removal = new Removal(installations);
    List<Path> all = new ArrayList<>(removal.preview());
    List<Path> caches = caches(removal.versions());
    all.addAll(caches);
    List<Path> traces =
        Services.all(Traces.class).stream().flatMap(kept -> kept.files().stream()).toList();
    all.addAll(traces);
    // Said before, since afterwards there is nothing left to say it with.
    report(all);
    if (yes) {
      for (Path cache : caches) {
        empty(cache);
      }
      for (Path trace : traces) {
        Files.deleteIfExists(trace);
        removeUpwards(Objects.requireNonNull(trace.getParent()));
      }
      forgetServers();
      forgetLibrary();
      List<Path> left = removal.carryOut();
      if (!left.isEmpty() && !json.isSet()) {
        output.line("What is yours stays in %s".formatted(installations.root()));
      }
    }
    return ExitCode.OK.number();
  }

  private void refuseWhileServersRun(Installations installations) throws IOException {
    if (new UserService(surroundings).starts(installations.root())) {
      throw new InstallationException(
          "A service starts this installation; nothing was taken away. First: quire service"
              + " uninstall");
    }
    List<Sighting> running =
        machine.sightings(machine.look()).stream()
            .filter(sighting -> sighting.standing() == Standing.LIVE)
            .filter(
                sighting ->
                    sighting
                        .instance()
                        .map(known -> Path.of(known.service().installation()))
                        .filter(home -> home.startsWith(installations.root()))
                        .isPresent())
            .toList();
    if (!running.isEmpty()) {
      throw new InstallationException(
          "%d servers of this installation still run (%s); nothing was taken away. Close their windows, then do it again"
              .formatted(
                  running.size(),
                  String.join(", ", running.stream().map(it -> Long.toString(it.pid())).toList())));
    }
  }

  /** Those that lie among the user's caches, because a version could not be written to. */
  private List<Path> caches(List<Path> versions) {
    return versions.stream()
        .map(home -> AotCache.places(home, surroundings).getLast().folder())
        .filter(Files::isDirectory)
        .toList();
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    removeUpwards(folder);
  }

  /** Other installations share these notes; while a server of theirs is registered, they stay. */
  private void forgetServers() throws IOException {
    if (!machine.registry().entries().isEmpty()) {
      return;
    }
    Path state =
        StateFolder.of(surroundings.variables(), surroundings.home(), surroundings.system());
    for (String notes : List.of("instances", "stores", "start-cache")) {
      if (Files.isDirectory(state.resolve(notes))) {
        empty(state.resolve(notes));
      }
    }
  }

  /** JNA, which lists the processes, makes this folder and leaves it empty. */
  private void forgetLibrary() throws IOException {
    Path folder =
        surroundings
            .variable("XDG_CACHE_HOME")
            .map(Path::of)
            .orElse(surroundings.home().resolve(".cache"))
            .resolve("JNA/temp");
    try {
      Files.delete(folder);
      Files.delete(folder.getParent());
    } catch (IOException inUseOrNeverMade) {
      // Then it is another program's too.
    }
  }

  private static void removeUpwards(Path folder) throws IOException {
    Optional<Path> next = Optional.of(folder);
    try {
      while (next.isPresent()) {
        Files.delete(next.get());
        // The folder of all programs' files is not ours to remove.
        next =
            next.get().getFileName().toString().equals("quire")
                ? Optional.empty()
                : Optional.ofNullable(next.get().getParent());
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException inUse) {
      // Then somebody else's files are there.
    }
  }

  private void report(List<Path> all) {
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("result", yes ? "uninstalled" : "would-uninstall");
            out.writeArrayPropertyStart("removed");
            all.forEach(path -> out.writeString(path.toString()));
            out.writeEndArray();
            out.writeEndObject();
          });
      return;
    }
    output.line(yes ? "Taken away:" : "Would be taken away:");
    all.forEach(path -> output.line("  " + path));
    if (!yes) {
      output.line(
          "Memories and your quire.toml stay. Nothing was done. To do it: quire uninstall --yes");
      output.line("Clients that start this Quire keep their entry: quire disconnect takes it away");
    }
  }
}
