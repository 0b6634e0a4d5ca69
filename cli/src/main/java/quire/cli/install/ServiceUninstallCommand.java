package quire.cli.install;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;
import quire.cli.base.Surroundings;
import quire.cli.servers.UserService;

/** {@code quire service uninstall}. */
@Command(
    name = "uninstall",
    description = "End the server and take its unit away; the store and the tokens stay.",
    footer = {"", "Examples:", "  quire service uninstall"})
public final class ServiceUninstallCommand implements Callable<Integer> {
  @Option(names = "--dry-run", description = "only say what would be taken away")
  private boolean dryRun;

  private final Surroundings surroundings;
  private final Output output;

  public ServiceUninstallCommand(Surroundings surroundings, Output output) {
    this.surroundings = surroundings;
    this.output = output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    UserService service = new UserService(surroundings);
    if (!service.isThere()) {
      output.notice("no service is installed; nothing was done");
      return ExitCode.NOTHING_TO_DO.number();
    }
    Optional<String> obstacle =
        service.text().isEmpty()
            ? Optional.of(service.file() + " is not Quire's")
            : service.obstacle();
    if (obstacle.isPresent()) {
      output.notice("Cannot take it away: %s. Nothing was done".formatted(obstacle.get()));
      return ExitCode.FAILED.number();
    }
    if (!dryRun) {
      service.uninstall();
    }
    output.line("%s %s".formatted(dryRun ? "Would take away" : "Took away", service.file()));
    return ExitCode.OK.number();
  }
}
