package quire.cli;

import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The two lines that answer a command line which is not understood. */
final class UsageError {
  private UsageError() {}

  /** {@return what is wrong, in one line} */
  static String what(ParameterException misuse) {
    return switch (misuse) {
      case UnmatchedArgumentException unmatched ->
          "'%s' is not understood".formatted(unmatched.getUnmatched().getFirst());
      case MissingParameterException missing ->
          missing.getMissing().getFirst().paramLabel() + " is missing";
      default -> String.valueOf(misuse.getMessage()).lines().findFirst().orElse("not understood");
    };
  }

  /** {@return a command line that works as it stands} */
  static String remedy(ParameterException misuse) {
    CommandLine command = misuse.getCommandLine();
    if (misuse instanceof UnmatchedArgumentException unmatched && command.getParent() == null) {
      return "quire "
          + Nearest.of(unmatched.getUnmatched().getFirst(), command.getSubcommands().keySet())
          + " --help";
    }
    return command.getCommandSpec().qualifiedName() + " --help";
  }
}
