package quire.cli.added;

import java.util.List;
import picocli.CommandLine;

/**
 * Commands of another module, which are there wherever its jar is on the module path. They are like
 * any other command: with flags, help, pages and completion.
 */
public interface AddedCommands {
  /** {@return the commands, new ones at each call} */
  List<CommandLine> commands(CommandParts parts);
}
