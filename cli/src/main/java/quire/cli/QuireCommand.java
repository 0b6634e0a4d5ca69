package quire.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code quire} without a command. */
@Command(
    name = "quire",
    description = "One shared memory for many AI agents.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionLine.class,
    subcommands = {
      ServeCommand.class,
      AddCommand.class,
      SearchCommand.class,
      ShowCommand.class,
      GraphCommand.class,
      SqlCommand.class,
      WhereCommand.class,
      DemoCommand.class,
      PsCommand.class,
      CleanCommand.class,
      StressCommand.class,
      SetupCommand.class,
      DoctorCommand.class,
      UpgradeCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
    })
final class QuireCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;

  QuireCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(output.results());
    return ExitCode.OK.number();
  }
}
