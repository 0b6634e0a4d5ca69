package quire.lab;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;

/** {@code quire bench}. */
@Command(name = "bench", description = "Measure what this installation does.")
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;

  BenchCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(output.results());
    return ExitCode.OK.number();
  }
}
