package quire.cli.papers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A shell and what teaches it the commands. */
public enum Completion {
  BASH("quire.bash") {
    @Override
    String script(CommandSpec root) {
      return AutoComplete.bash("quire", root.commandLine());
    }
  },

  /** The file is named as zsh looks for it, and also works when it is sourced. */
  ZSH("_quire") {
    @Override
    String script(CommandSpec root) {
      StringBuilder text = new StringBuilder("#compdef quire\n\n_quire() {\n");
      text.append("  local command=${words[2]}\n  if (( CURRENT == 2 )); then\n");
      text.append("    local -a commands=(\n");
      for (CommandSpec command : Visible.subcommands(root)) {
        text.append("      ").append(quoted(zsh(command.name()) + ":" + Visible.brief(command)));
        text.append('\n');
      }
      text.append("    )\n    _describe command commands\n    return\n  fi\n  case $command in\n");
      for (CommandSpec command : Visible.subcommands(root)) {
        text.append("    ").append(command.name()).append(")\n      _arguments");
        for (OptionSpec option : Visible.options(command)) {
          for (String name : option.names()) {
            text.append(" \\\n        ").append(quoted(argument(name, option, command)));
          }
        }
        below(command).ifPresent(names -> text.append(" \\\n        ").append(quoted(names)));
        text.append(" \\\n        '*:file:_files'\n      ;;\n");
      }
      text.append("  esac\n}\n\nif [ \"$funcstack[1]\" = _quire ]; then\n  _quire \"$@\"\nelse\n");
      return text.append("  compdef _quire quire\nfi").toString();
    }

    private String argument(String name, OptionSpec option, CommandSpec command) {
      String what = zsh(Visible.plain(command, option.description()));
      String value = option.arity().max() > 0 ? ":" + zsh(option.paramLabel()) + ":_files" : "";
      return "%s[%s]%s".formatted(name, what.replace("[", "\\[").replace("]", "\\]"), value);
    }

    private java.util.Optional<String> below(CommandSpec command) {
      List<CommandSpec> below = Visible.subcommands(command);
      return below.isEmpty()
          ? java.util.Optional.empty()
          : java.util.Optional.of(
              "1:command:("
                  + below.stream().map(CommandSpec::name).collect(Collectors.joining(" "))
                  + ")");
    }

    private String zsh(String text) {
      return text.replace(":", "\\:");
    }
  },

  FISH("quire.fish") {
    @Override
    String script(CommandSpec root) {
      StringBuilder text = new StringBuilder("# Completion of quire for fish.\n");
      for (CommandSpec command : Visible.subcommands(root)) {
        text.append(
            "complete -c quire -f -n __fish_use_subcommand -a %s -d %s\n"
                .formatted(command.name(), quoted(Visible.brief(command))));
      }
      for (CommandSpec command : Visible.subcommands(root)) {
        String when = quoted("__fish_seen_subcommand_from " + command.name());
        for (CommandSpec below : Visible.subcommands(command)) {
          text.append(
              "complete -c quire -f -n %s -a %s -d %s\n"
                  .formatted(when, below.name(), quoted(Visible.brief(below))));
        }
        for (OptionSpec option : Visible.options(command)) {
          text.append("complete -c quire -n ").append(when);
          Arrays.stream(option.names()).map(this::flag).forEach(text::append);
          text.append(option.arity().max() > 0 ? " -r" : "");
          text.append(" -d ").append(quoted(Visible.plain(command, option.description())));
          text.append('\n');
        }
      }
      return text.toString().stripTrailing();
    }

    private String flag(String name) {
      return name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1);
    }
  };

  private final String file;

  Completion(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  abstract String script(CommandSpec root);

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
