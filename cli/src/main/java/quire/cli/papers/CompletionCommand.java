package quire.cli.papers;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;

/** {@code quire completion}. */
@Command(
    name = "completion",
    description =
        "Print the completion script for a shell. `quire install` puts all three in place.",
    footer = {
      "",
      "Examples:",
      "  source <(quire completion)",
      "  quire completion zsh > ~/.zfunc/_quire",
      "  quire completion fish | source"
    })
public final class CompletionCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "bash, zsh or fish (default: ${DEFAULT-VALUE})")
  private String shell = "bash";

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Output output;

  public CompletionCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    output.line(completion().script(spec.root()));
    return ExitCode.OK.number();
  }

  private Completion completion() {
    try {
      return Completion.valueOf(shell.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no completion for '%s': bash, zsh or fish".formatted(shell));
    }
  }
}
