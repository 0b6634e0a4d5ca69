package quire.cli.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.cli.base.ConfigurationException;
import quire.cli.base.ExitCode;
import quire.cli.base.JsonFlag;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.process.install.Installations;
import quire.process.install.Links;
import quire.process.install.Manifest;
import quire.process.install.Upgrade;
import quire.process.install.Wanted;
import quire.process.owner.ClientVariables;

/** {@code quire install}. */
@Command(
    name = "install",
    description = {
      "Put this unpacked version among your programs: a copy beside your data, a link on the PATH,",
      "completion for bash, zsh and fish, manual pages. `quire uninstall` takes it away again."
    },
    footer = {
      "",
      "Examples:",
      "  quire-0.1.0/bin/quire install",
      "  quire-0.1.0/bin/quire install --bin /usr/local/bin"
    })
public final class InstallCommand implements Callable<Integer> {
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--bin",
      paramLabel = "FOLDER",
      description = "where the link to the command goes (default: ~/.local/bin)")
  private @Nullable Path bin;

  private final Surroundings surroundings;
  private final Output output;

  /** What was done, for people and for JSON. */
  private record Report(String version, Path folder, Path command, List<Path> refused) {}

  public InstallCommand(Surroundings surroundings, Output output) {
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (surroundings.system().startsWith("Windows")) {
      throw new ConfigurationException(
          "Cannot install on Windows: links need rights there. Use bin\\quire.cmd where it was"
              + " unpacked");
    }
    Path home = Launcher.ofThisProcess(surroundings).home();
    Installations installations = Installations.in(surroundings.dataFolder());
    new Links(installations).begin();
    Path installed = put(home, installations);
    Path links = bin == null ? surroundings.home().resolve(".local/bin") : bin.toAbsolutePath();
    UserLinks user = UserLinks.of(installations, links, surroundings);
    report(
        new Report(
            Manifest.of(installed).version(),
            installations.pointer(),
            user.command(),
            user.make()));
    return ExitCode.OK.number();
  }

  /** Its cache can be made only where it lies, and making it tries the version. */
  private Path put(Path home, Installations installations)
      throws IOException, InterruptedException {
    if (home.startsWith(installations.root())) {
      return home;
    }
    return Upgrade.into(installations, new ClientVariables(surroundings.variables()).scrubbed())
        .carryOut(Wanted.of(home.toString()), this::setUp, place -> {});
  }

  private void setUp(Path place) throws IOException, InterruptedException {
    Process setup =
        new ProcessBuilder(
                Launcher.of(place, surroundings).command("setup", List.of("--unattended")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(false)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    setup.getOutputStream().close();
    setup.waitFor();
  }

  private void report(Report report) {
    for (Path refused : report.refused()) {
      output.notice(
          "%s is there already and no link of ours; it was left as it is".formatted(refused));
    }
    if (json.isSet()) {
      output.json(
          out -> {
            out.writeStartObject();
            out.writeStringProperty("version", report.version());
            out.writeStringProperty("folder", report.folder().toString());
            out.writeStringProperty("command", report.command().toString());
            out.writeBooleanProperty("onPath", isOnPath(report.command()));
            out.writeArrayPropertyStart("refused");
            report.refused().forEach(path -> out.writeString(path.toString()));
            out.writeEndArray();
            out.writeEndObject();
          });
      return;
    }
    output.line("Installed %s in %s".formatted(report.version(), report.folder()));
    output.line("The command is %s; manual: man quire".formatted(report.command()));
    if (!isOnPath(report.command())) {
      Path folder = report.command().getParent();
      output.line(
          "Your shell does not look there yet. For this window, and for later ones in ~/.profile:");
      output.line("  export PATH=\"%s:$PATH\"".formatted(folder));
    }
    output.line("next: quire connect");
  }

  private boolean isOnPath(Path command) {
    return Arrays.stream(surroundings.variable("PATH").orElse("").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .anyMatch(folder -> leadsTo(Path.of(folder), command));
  }

  private static boolean leadsTo(Path folder, Path command) {
    try {
      return Files.isSameFile(folder.resolve(command.getFileName()), command);
    } catch (IOException notThere) {
      return false;
    }
  }
}
