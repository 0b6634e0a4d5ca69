package quire.cli;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import quire.cli.base.Distributions;
import quire.text.Nearest;

/** The two lines that answer a command line which is not understood. */
final class UsageError {
  private UsageError() {}

  /** {@return what is wrong, in one line} */
  static String what(ParameterException misuse) {
    return switch (misuse) {
      case UnmatchedArgumentException unmatched ->
          elsewhere(unmatched)
              .orElseGet(
                  () ->
                      "'%s' is not understood%s".formatted(word(unmatched), likeOption(unmatched)));
      case MissingParameterException missing -> missing(missing) + " is missing";
      default -> told(misuse).replaceFirst("is not an? (int|long)$", "is not a whole number");
    };
  }

  private static String told(ParameterException misuse) {
    return String.valueOf(misuse.getMessage())
        .lines()
        .findFirst()
        .orElse("not understood")
        .replaceFirst("^Error: ", "");
  }

  /** Of options that belong together, only the message tells which one was left out. */
  private static String missing(MissingParameterException misuse) {
    ArgSpec first = misuse.getMissing().getFirst();
    String message = told(misuse);
    return first.isPositional()
        ? first.paramLabel()
        : message.substring(message.indexOf(": ") + 2).replace("'", "").replace('=', ' ');
  }

  private static String likeOption(UnmatchedArgumentException unmatched) {
    String word = word(unmatched);
    return isOption(word)
        ? Nearest.like(word, unmatched.getCommandLine().getCommandSpec().optionsMap().keySet())
            .map("; did you mean %s?"::formatted)
            .orElse("")
        : "";
  }

  private static boolean isOption(String word) {
    return word.startsWith("-");
  }

  /** {@return why a command that another installation has is not here} */
  private static Optional<String> elsewhere(UnmatchedArgumentException unmatched) {
    return unmatched.getCommandLine().getParent() == null
        ? Distributions.lacking(word(unmatched))
        : Optional.empty();
  }

  private static String word(UnmatchedArgumentException unmatched) {
    return unmatched.getUnmatched().getFirst();
  }

  /** {@return a command line that works as it stands} */
  static String remedy(ParameterException misuse) {
    CommandLine command = misuse.getCommandLine();
    Optional<String> meant =
        // A command that another installation has was not mistyped.
        misuse instanceof UnmatchedArgumentException unmatched && elsewhere(unmatched).isEmpty()
            ? meant(word(unmatched), command)
            : Optional.empty();
    return command.getCommandSpec().qualifiedName() + meant.map(" "::concat).orElse("") + " --help";
  }

  private static Optional<String> meant(String word, CommandLine command) {
    if (isOption(word)) {
      return Optional.empty();
    }
    Optional<String> elsewhereCalledSo =
        command.getParent() == null
            ? OtherWords.command(word.toLowerCase(Locale.ROOT))
            : Optional.empty();
    return elsewhereCalledSo
        .filter(command.getSubcommands()::containsKey)
        .or(() -> Nearest.like(word, command.getSubcommands().keySet()));
  }
}
