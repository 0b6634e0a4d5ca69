package quire.cli;

import java.util.Map;
import java.util.Optional;

/** Commands by the names that they have in other programs. */
final class OtherWords {
  private static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("ask", "search"),
          Map.entry("cat", "show"),
          Map.entry("check", "doctor"),
          Map.entry("clear", "clean"),
          Map.entry("config", "where"),
          Map.entry("create", "add"),
          Map.entry("delete", "rm"),
          Map.entry("dump", "graph"),
          Map.entry("find", "search"),
          Map.entry("get", "show"),
          Map.entry("grep", "search"),
          Map.entry("health", "doctor"),
          Map.entry("history", "log"),
          Map.entry("info", "where"),
          Map.entry("init", "connect"),
          Map.entry("kill", "clean"),
          Map.entry("list", "graph"),
          Map.entry("load", "import"),
          Map.entry("ls", "graph"),
          Map.entry("mcp", "connect"),
          Map.entry("open", "show"),
          Map.entry("path", "where"),
          Map.entry("query", "search"),
          Map.entry("recall", "search"),
          Map.entry("register", "connect"),
          Map.entry("remember", "add"),
          Map.entry("remove", "rm"),
          Map.entry("rename", "mv"),
          Map.entry("run", "serve"),
          Map.entry("save", "backup"),
          Map.entry("server", "serve"),
          Map.entry("start", "serve"),
          Map.entry("status", "doctor"),
          Map.entry("stop", "clean"),
          Map.entry("update", "upgrade"),
          Map.entry("which", "where"));

  private OtherWords() {}

  /** {@return the name that a command has here} */
  static Optional<String> command(String word) {
    return Optional.ofNullable(COMMANDS.get(word));
  }
}
