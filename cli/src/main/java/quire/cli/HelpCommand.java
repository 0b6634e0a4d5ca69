package quire.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import quire.cli.base.ExitCode;
import quire.cli.base.Output;

/** {@code quire help}. */
@Command(
    name = "help",
    description = "Show what a command does and what it takes.",
    footer = {"", "Examples:", "  quire help", "  quire help search"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "which one; without it, all")
  private List<String> words = List.of();

  private final Output output;

  HelpCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    CommandLine shown = spec.commandLine().getParent();
    for (String word : words) {
      CommandLine below = shown.getSubcommands().get(word);
      if (below == null) {
        throw new UnmatchedArgumentException(shown, List.of(word));
      }
      shown = below;
    }
    shown.usage(output.results());
    return ExitCode.OK.number();
  }
}
