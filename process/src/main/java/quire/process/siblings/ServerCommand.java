package quire.process.siblings;

import java.util.List;
import java.util.Optional;
import quire.process.owner.Wrapper;

/**
 * Recognises the launcher's own way to start a server, word by word. A command line that merely
 * contains our name (an editor, a search, a shell around us, a debugger) does not have it.
 */
final class ServerCommand {
  private static final String MAIN = "quire.cli/quire.cli.Main";
  private static final String HOME = "-Dquire.home=";

  private ServerCommand() {}

  /** {@return the folder that the server was started from; empty if it is no server} */
  static Optional<String> installation(List<String> commandLine) {
    int main = commandLine.indexOf(MAIN);
    if (main < 1
        || !commandLine.get(main - 1).equals("-m")
        || !Wrapper.name(commandLine.getFirst()).equals("java")
        || !serves(commandLine.subList(main + 1, commandLine.size()))) {
      return Optional.empty();
    }
    return commandLine.subList(1, main).stream()
        .filter(option -> option.startsWith(HOME))
        .map(option -> option.substring(HOME.length()))
        .findFirst();
  }

  /** {@return whether a process may be a server; some systems hide its arguments, or all} */
  static boolean isPossible(List<String> commandLine) {
    boolean hidden =
        commandLine.isEmpty()
            || (commandLine.size() == 1 && Wrapper.name(commandLine.getFirst()).equals("java"));
    return hidden || installation(commandLine).isPresent();
  }

  private static boolean serves(List<String> arguments) {
    return arguments.contains("serve");
  }
}
