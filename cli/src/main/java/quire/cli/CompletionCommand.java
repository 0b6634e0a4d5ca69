package quire.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quire completion}. */
@Command(
    name = "completion",
    description = "Print the completion script for bash and zsh: source <(quire completion)")
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;

  CompletionCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    output.line(AutoComplete.bash("quire", spec.root().commandLine()));
    return ExitCode.OK.number();
  }
}
