package quire.cli.install;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;

/** {@code quire service}. */
@Command(
    name = "service",
    description = {
      "Keep one shared server (quire serve --http) running for this user: a unit of systemd,",
      "started at each login and again if it ends."
    },
    footer = {
      "",
      "Examples:",
      "  quire service install --dry-run",
      "  quire service install",
      "  quire service status",
      "  quire service uninstall"
    },
    subcommands = {
      ServiceInstallCommand.class,
      ServiceStatusCommand.class,
      ServiceUninstallCommand.class
    })
public final class ServiceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;

  public ServiceCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(output.results());
    return ExitCode.OK.number();
  }
}
