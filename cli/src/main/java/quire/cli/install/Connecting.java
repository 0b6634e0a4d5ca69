package quire.cli.install;

/** What a person pastes to connect a client. */
final class Connecting {
  private Connecting() {}

  static String lines(Launcher launcher) {
    return """
    Connect a client to this Quire:
      Claude Code   %s
      Codex         codex mcp add quire -- %s serve
      others        {"mcpServers": {"quire": {"command": %s, "args": ["serve"]}}}\
    """
        .formatted(
            launcher.claudeCommand(),
            launcher.quotedShown(),
            "\"" + launcher.shown().toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }
}
