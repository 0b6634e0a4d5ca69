package quire.cli.connect;

import java.util.List;
import java.util.Optional;

/**
 * A coding agent that can start Quire.
 *
 * @param id the word by which people name it on the command line
 * @param title its name as its makers write it
 * @param program the command that it puts on the PATH, if it has one
 * @param files the places of its user file, the first that exists counts; see {@link ClientPlaces}
 * @param format how that file is written
 * @param path the names that lead to its map of servers
 * @param shape how an entry is written there
 * @param reload what makes a running one see the change
 */
record Client(
    String id,
    String title,
    Optional<String> program,
    List<String> files,
    Format format,
    List<String> path,
    Shape shape,
    String reload) {

  /** How a client's file is written. */
  enum Format {
    /** JSON without comments: with one, the client takes the file for damaged. */
    JSON,
    /** JSON in which the client also reads comments and trailing commas. */
    LENIENT_JSON,
    /** JSON in which the client reads comments, but is stopped by a trailing comma. */
    COMMENTED_JSON,
    TOML,
    YAML
  }

  private static final List<String> MCP_SERVERS = List.of("mcpServers");
  private static final String NEW_SESSION = "start a new session";
  private static final String RESTART = "restart it";

  /** The file of the editor's extension Cline, below the editor's user folder. */
  private static final String CLINE =
      "Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json";

  /** All that are known, in the order in which they are told. */
  static final List<Client> ALL =
      List.of(
          of(
              "claude-code",
              "Claude Code",
              "claude",
              Format.JSON,
              NEW_SESSION,
              "$CLAUDE_CONFIG_DIR/.claude.json",
              "~/.claude.json"),
          of(
              "claude-desktop",
              "Claude Desktop",
              "",
              Format.JSON,
              "quit and start it",
              "@Claude/claude_desktop_config.json"),
          new Client(
              "codex",
              "Codex",
              Optional.of("codex"),
              List.of("$CODEX_HOME/config.toml", "~/.codex/config.toml"),
              Format.TOML,
              List.of("mcp_servers"),
              Shape.COMMAND_AND_ARGS,
              NEW_SESSION),
          of(
              "cursor",
              "Cursor",
              "cursor",
              Format.LENIENT_JSON,
              "switch the server on in its settings",
              "~/.cursor/mcp.json"),
          new Client(
              "vscode",
              "VS Code",
              Optional.of("code"),
              List.of("@Code/User/mcp.json"),
              Format.LENIENT_JSON,
              List.of("servers"),
              Shape.STDIO,
              "start the server from its list of MCP servers"),
          new Client(
              "copilot",
              "Copilot CLI",
              Optional.of("copilot"),
              List.of("$COPILOT_HOME/mcp-config.json", "~/.copilot/mcp-config.json"),
              Format.LENIENT_JSON,
              MCP_SERVERS,
              Shape.LOCAL,
              NEW_SESSION),
          of(
              "gemini",
              "Gemini CLI",
              "gemini",
              Format.COMMENTED_JSON,
              RESTART,
              "~/.gemini/settings.json"),
          of(
              "antigravity",
              "Antigravity",
              "",
              Format.JSON,
              "press Refresh in its MCP list",
              "~/.gemini/config/mcp_config.json",
              "~/.gemini/antigravity/mcp_config.json"),
          of("qwen", "Qwen Code", "qwen", Format.COMMENTED_JSON, RESTART, "~/.qwen/settings.json"),
          of(
              "windsurf",
              "Windsurf / Devin",
              "",
              Format.JSON,
              "press Refresh in its MCP list",
              "~config/devin/mcp_config.json",
              "~/.codeium/windsurf/mcp_config.json"),
          new Client(
              "zed",
              "Zed",
              Optional.of("zed"),
              List.of("~config/zed/settings.json"),
              Format.LENIENT_JSON,
              List.of("context_servers"),
              Shape.CUSTOM,
              "nothing: it sees the change"),
          new Client(
              "opencode",
              "OpenCode",
              Optional.of("opencode"),
              List.of("~config/opencode/opencode.jsonc", "~config/opencode/opencode.json"),
              Format.LENIENT_JSON,
              List.of("mcp"),
              Shape.COMMAND_LIST,
              RESTART),
          new Client(
              "kilo",
              "Kilo Code",
              Optional.of("kilo"),
              List.of("~config/kilo/kilo.jsonc", "~config/kilo/kilo.json"),
              Format.LENIENT_JSON,
              List.of("mcp"),
              Shape.COMMAND_LIST,
              RESTART),
          of("cline", "Cline", "", Format.JSON, "nothing: it sees the change", "@" + CLINE),
          of(
              "cline-cli",
              "Cline CLI",
              "cline",
              Format.JSON,
              NEW_SESSION,
              "$CLINE_DIR/data/settings/cline_mcp_settings.json",
              "~/.cline/data/settings/cline_mcp_settings.json"),
          of("junie", "Junie", "junie", Format.JSON, NEW_SESSION, "~/.junie/mcp/mcp.json"),
          new Client(
              "goose",
              "Goose",
              Optional.of("goose"),
              List.of("~config/goose/config.yaml"),
              Format.YAML,
              List.of("extensions"),
              Shape.COMMAND_AND_ARGS,
              NEW_SESSION),
          new Client(
              "amp",
              "Amp",
              Optional.of("amp"),
              List.of("~config/amp/settings.json"),
              Format.LENIENT_JSON,
              List.of("amp.mcpServers"),
              Shape.COMMAND_AND_ARGS,
              NEW_SESSION),
          of(
              "kiro",
              "Kiro",
              "kiro-cli",
              Format.JSON,
              "nothing: it sees the change",
              "~/.kiro/settings/mcp.json"),
          of(
              "lm-studio",
              "LM Studio",
              "",
              Format.JSON,
              "nothing: it sees the change",
              "~/.lmstudio/mcp.json"),
          of("warp", "Warp", "", Format.JSON, "nothing: it sees the change", "~/.warp/.mcp.json"),
          of(
              "pi",
              "Pi (pi-mcp-adapter)",
              "pi",
              Format.JSON,
              "type /reload in it",
              "$PI_CODING_AGENT_DIR/mcp.json",
              "~/.pi/agent/mcp.json"),
          of(
              "continue",
              "Continue",
              "",
              Format.JSON,
              RESTART,
              "~/.continue/mcpServers/quire.json"));

  private static Client of(
      String id, String title, String program, Format format, String reload, String... files) {
    return new Client(
        id,
        title,
        Optional.of(program).filter(word -> !word.isEmpty()),
        List.of(files),
        format,
        MCP_SERVERS,
        Shape.COMMAND_AND_ARGS,
        reload);
  }

  /** {@return the client of that id} */
  static Optional<Client> named(String id) {
    return ALL.stream().filter(client -> client.id().equals(id)).findFirst();
  }

  /** {@return whether it locks its file while it writes it, so that others have to do so too} */
  boolean locksItsFile() {
    return id.equals("claude-code");
  }

  /** {@return the servers in a file of this client} */
  ServerMap servers(String text) throws MalformedFileException {
    return switch (format) {
      case TOML -> TomlServerMap.parse(text);
      case YAML -> YamlServerMap.parse(text);
      case JSON -> json(text, JsonText.Dialect.STRICT);
      case COMMENTED_JSON -> json(text, JsonText.Dialect.COMMENTS);
      case LENIENT_JSON -> json(text, JsonText.Dialect.LENIENT);
    };
  }

  private ServerMap json(String text, JsonText.Dialect dialect) throws MalformedFileException {
    return JsonServerMap.parse(text, dialect, path, shape, AddressShape.of(this));
  }

  /** {@return what a person pastes into the file where Quire may not write it} */
  String snippet(Entry entry) {
    if (entry.isAddress() && AddressShape.of(this).isEmpty()) {
      return AddressShape.usual(entry);
    }
    try {
      return servers("").with(entry);
    } catch (MalformedFileException impossible) {
      throw new IllegalStateException("an empty file takes an entry", impossible);
    }
  }
}
