package quire.cli.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.StoreFlags;
import quire.cli.base.Surroundings;
import quire.cli.servers.UserService;
import quire.cli.stores.Stores;

/** {@code quire service install}. */
@Command(
    name = "install",
    description = "Write the unit, start the server, and start it at each login.",
    footer = {
      "",
      "Examples:",
      "  quire service install --dry-run",
      "  quire service install --store sqlite:/home/you/memory.db"
    })
public final class ServiceInstallCommand implements Callable<Integer> {
  @Mixin private StoreFlags store = new StoreFlags();

  @Option(names = "--port", paramLabel = "PORT", description = "the server's port; else 7433")
  private @Nullable Integer port;

  @Option(names = "--dry-run", description = "only show the unit")
  private boolean dryRun;

  private final Stores stores;
  private final Surroundings surroundings;
  private final Output output;

  public ServiceInstallCommand(Stores stores, Surroundings surroundings, Output output) {
    this.stores = stores;
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    UserService service = new UserService(surroundings);
    Optional<String> obstacle = service.obstacle();
    if (dryRun) {
      output.line("# " + service.file());
      unit().lines().forEach(output::line);
      obstacle.ifPresent(why -> output.notice("it cannot be installed here: " + why));
      return ExitCode.OK.number();
    }
    if (obstacle.isPresent()) {
      output.notice("Cannot install a service: %s. Nothing was written".formatted(obstacle.get()));
      output.aside("To run the server in a terminal: quire serve --http");
      return ExitCode.FAILED.number();
    }
    if (service.isThere() && service.text().isEmpty()) {
      output.notice("%s is not Quire's; it was left as it is".formatted(service.file()));
      return ExitCode.FAILED.number();
    }
    service.install(unit());
    output.line("Installed and started %s".formatted(service.file()));
    output.line("next: quire service status, quire connect --http");
    output.line(
        "It runs while you are logged in. To have it run from the start of the machine on:");
    output.line("  loginctl enable-linger");
    return ExitCode.OK.number();
  }

  private String unit() {
    return new ServiceUnit(Launcher.ofThisProcess(surroundings), words(), surroundings).text();
  }

  /** A service has no working directory of a project, so it is told the store that is in force. */
  private List<String> words() {
    List<String> words = new ArrayList<>(List.of("serve", "--http"));
    words.addAll(List.of("--store", stores.settings(store).address()));
    if (port != null) {
      words.addAll(List.of("--port", port.toString()));
    }
    return words;
  }
}
