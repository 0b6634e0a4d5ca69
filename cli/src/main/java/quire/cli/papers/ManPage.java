package quire.cli.papers;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import quire.cli.base.ExitCode;
import quire.cli.base.Version;

/** The manual page of one command, in the macros that every manual reader knows (man(7)). */
record ManPage(CommandSpec command) {
  String name() {
    return command.qualifiedName("-");
  }

  String file() {
    return name() + ".1";
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        ".TH %s 1 \"\" \"Quire %s\" \"Quire\""
            .formatted(name().toUpperCase(java.util.Locale.ROOT), Version.number()));
    lines.add(".SH NAME");
    lines.add(escaped(name()) + " \\- " + escaped(Visible.brief(command)));
    lines.add(".SH SYNOPSIS");
    lines.add(escaped(new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0).strip()));
    lines.add(".SH DESCRIPTION");
    lines.add(escaped(Visible.plain(command, command.usageMessage().description())));
    arguments(lines);
    commands(lines);
    examples(lines);
    if (command.parent() == null) {
      exitCodes(lines);
    } else {
      lines.add(".SH SEE ALSO");
      lines.add(".BR quire (1)");
    }
    return String.join("\n", lines) + "\n";
  }

  private void arguments(List<String> lines) {
    List<ArgSpec> all = new ArrayList<>();
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (!parameter.hidden()) {
        all.add(parameter);
      }
    }
    all.addAll(Visible.options(command));
    if (all.isEmpty()) {
      return;
    }
    lines.add(".SH OPTIONS");
    for (ArgSpec argument : all) {
      lines.add(".TP");
      lines.add(term(argument));
      lines.add(escaped(described(argument)));
    }
  }

  private static String term(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      String names = "\\fB%s\\fR".formatted(escaped(String.join(", ", option.names())));
      return option.arity().max() > 0
          ? "%s=\\fI%s\\fR".formatted(names, escaped(option.paramLabel()))
          : names;
    }
    return "\\fI%s\\fR".formatted(escaped(argument.paramLabel()));
  }

  private String described(ArgSpec argument) {
    String usual = String.valueOf(argument.defaultValueString());
    String text = Visible.plain(command, argument.description()).replace("${DEFAULT-VALUE}", usual);
    return text.isEmpty() ? "what the command is about" : text;
  }

  private void commands(List<String> lines) {
    List<CommandSpec> below = Visible.subcommands(command);
    if (below.isEmpty()) {
      return;
    }
    lines.add(".SH COMMANDS");
    for (CommandSpec one : below) {
      lines.add(".TP");
      lines.add("\\fB%s\\fR(1)".formatted(escaped(one.qualifiedName("-"))));
      lines.add(escaped(Visible.brief(one)));
    }
  }

  private void examples(List<String> lines) {
    List<String> footer = List.of(command.usageMessage().footer());
    List<String> examples =
        footer.stream()
            .map(line -> Ansi.OFF.string(line))
            .filter(line -> line.startsWith(" ") && !line.isBlank())
            .map(String::strip)
            .toList();
    if (examples.isEmpty()) {
      return;
    }
    lines.add(".SH EXAMPLES");
    lines.add(".nf");
    examples.forEach(example -> lines.add(escaped(example)));
    lines.add(".fi");
  }

  private static void exitCodes(List<String> lines) {
    lines.add(".SH EXIT STATUS");
    for (ExitCode code : ExitCode.values()) {
      lines.add(".TP");
      lines.add("\\fB%d\\fR".formatted(code.number()));
      lines.add(escaped(code.meaning()));
    }
  }

  /** A line that begins with a dot or a quote would be a macro. */
  private static String escaped(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
