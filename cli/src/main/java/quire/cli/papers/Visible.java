package quire.cli.papers;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What of a command is meant to be seen. */
final class Visible {
  private Visible() {}

  static List<CommandSpec> subcommands(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .distinct()
        .toList();
  }

  static List<OptionSpec> options(CommandSpec command) {
    return command.options().stream().filter(option -> !option.hidden()).toList();
  }

  /** {@return the command and all below it} */
  static Stream<CommandSpec> withAllBelow(CommandSpec command) {
    return Stream.concat(
        Stream.of(command), subcommands(command).stream().flatMap(Visible::withAllBelow));
  }

  /** {@return the text without the marks for colours and with the names put in} */
  static String plain(CommandSpec command, String... lines) {
    return String.join(
            " ",
            Stream.of(lines)
                .map(line -> line.replace("${COMMAND-FULL-NAME}", command.qualifiedName()))
                .map(line -> Ansi.OFF.string(line).strip())
                .filter(line -> !line.isEmpty())
                .toList())
        .strip();
  }

  /** {@return its description up to the first full stop or colon, or all of a short one} */
  static String brief(CommandSpec command) {
    String whole = plain(command, command.usageMessage().description());
    return whole.replaceFirst("([.:](\\s.*)?)$|\\.\\s.*$", "");
  }
}
