package quire.cli.graph;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;

/** {@code quire completion}. */
@Command(
    name = "completion",
    description = "Print the completion script for bash and zsh: source <(quire completion)")
public final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;

  public CompletionCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    output.line(AutoComplete.bash("quire", spec.root().commandLine()));
    return ExitCode.OK.number();
  }
}
