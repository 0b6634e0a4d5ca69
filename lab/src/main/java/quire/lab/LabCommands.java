package quire.lab;

import java.util.List;
import picocli.CommandLine;
import quire.cli.added.AddedCommands;
import quire.cli.added.CommandParts;

/** Adds {@code quire stress} and {@code quire lab}. */
public final class LabCommands implements AddedCommands {
  @Override
  public List<CommandLine> commands(CommandParts parts) {
    return List.of(
        new CommandLine(new StressCommand(parts)),
        new CommandLine(new LabCommand(parts.output()))
            .addSubcommand(new LabRecallCommand(parts.output(), parts.backends())));
  }
}
