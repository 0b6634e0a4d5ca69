package quire.process.owner;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recognises a process that only stands between a client and its server. */
public final class Wrapper {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "zsh", "ksh", "ash", "fish");
  private static final Set<String> RUNNERS =
      Set.of("npx", "uvx", "pnpx", "bunx", "npm", "pnpm", "uv");
  private static final Set<String> SCRIPT_HOSTS = Set.of("node", "bun", "python", "python3");

  private Wrapper() {}

  /** {@return whether a process of this command line starts a program for somebody else} */
  static boolean is(List<String> commandLine) {
    if (commandLine.isEmpty()) {
      return false;
    }
    String program = name(commandLine.getFirst());
    if (program.equals("cmd")) {
      // Windows hides the arguments; above a console there is only who opened it.
      return commandLine.size() == 1 || commandLine.stream().anyMatch("/c"::equalsIgnoreCase);
    }
    String second = commandLine.size() > 1 ? commandLine.get(1) : "";
    if (SHELLS.contains(program) && second.matches("-[a-z]*c")) {
      return true;
    }
    // A runner may be a script, and npm renames itself to "npm exec quire".
    return RUNNERS.contains(program.split(" ")[0])
        || (isScriptHost(program) && RUNNERS.contains(name(second)));
  }

  /** {@return whether the second word of such a program's command line is what it really runs} */
  static boolean isScriptHost(String program) {
    return SHELLS.contains(program) || SCRIPT_HOSTS.contains(program);
  }

  public static String name(String path) {
    String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    return file.toLowerCase(Locale.ROOT).replaceFirst("(-cli)?\\.(exe|cmd|m?js|py)$", "");
  }
}
