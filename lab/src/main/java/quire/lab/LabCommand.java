package quire.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;

/** {@code quire lab}. */
@Command(name = "lab", description = "Measure what this installation finds.")
final class LabCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;

  LabCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(output.results());
    return ExitCode.OK.number();
  }
}
