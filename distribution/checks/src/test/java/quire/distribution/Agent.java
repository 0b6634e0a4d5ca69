package quire.distribution;

import java.util.Arrays;
import java.util.List;

/**
 * A coding agent as npm brings it.
 *
 * @param word by which {@code quire connect} knows it
 * @param command by which people know it
 * @param program its place below {@code node_modules}
 * @param file where it keeps its servers, below the home
 * @param before what that file holds before Quire comes: a server of somebody else, and whatever
 *     the agent reads there that a careless edit would lose
 * @param list the words with which it tells its servers
 * @param sight how it tells of Quire then; {@code QUIRE} stands for the program
 */
record Agent(
    String word,
    String command,
    String program,
    String file,
    String before,
    List<String> list,
    String sight) {
  static final List<Agent> ALL =
      List.of(
          new Agent(
              "claude-code",
              "claude",
              "@anthropic-ai/claude-code-linux-x64/claude",
              ".claude.json",
              """
              {
                "numStartups": 3,
                "mcpServers": {
                  "other": {
                    "type": "stdio",
                    "command": "/bin/false",
                    "args": [],
                    "env": {}
                  }
                }
              }
              """,
              words("mcp list"),
              "quire: QUIRE serve - ✔ Connected"),
          new Agent(
              "codex",
              "codex",
              "@openai/codex/vendor/x86_64-unknown-linux-musl/bin/codex",
              ".codex/config.toml",
              """
              # mine
              model = "gpt-5" # the one I like

              [mcp_servers.other] # somebody's
              command = "/bin/false"
              startup_timeout_sec = 20

              [tui]
              notifications = false
              """
                  .replace("\n", "\r\n"),
              words("mcp list --json"),
              "\"command\": \"QUIRE\""),
          new Agent(
              "gemini",
              "gemini",
              "@google/gemini-cli/bundle/gemini.js",
              ".gemini/settings.json",
              """
              {
                // mine
                "mcpServers": {
                  "other": {"command": "/bin/false"} /* somebody's */
                }
              }
              """,
              words("mcp list"),
              "✓ quire: QUIRE serve (stdio) - Connected"),
          new Agent(
              "qwen",
              "qwen",
              "@qwen-code/qwen-code/cli-entry.js",
              ".qwen/settings.json",
              """
              {
                // mine
                "$version": 4,
                "mcpServers": {
                  "other": {"command": "/bin/false"} /* somebody's */
                }
              }
              """,
              words("mcp list"),
              "✓ quire: QUIRE serve (stdio) - Connected"),
          new Agent(
              "opencode",
              "opencode",
              "opencode-linux-x64-baseline/bin/opencode",
              ".config/opencode/opencode.jsonc",
              """
              {
                "$schema": "https://opencode.ai/config.json",
                // mine
                "mcp": {
                  "other": {"type": "local", "command": ["/bin/false"], "enabled": true,},
                },
              }
              """,
              words("mcp list"),
              "✓ quire connected"),
          new Agent(
              "copilot",
              "copilot",
              "@github/copilot-linux-x64/copilot",
              ".copilot/mcp-config.json",
              """
              {
              \t// mine
              \t"mcpServers": {
              \t\t"other": { "type": "local", "command": "/bin/false", "args": [], "tools": ["*"] }
              \t}
              }\
              """,
              words("mcp list --json"),
              "\"command\": \"QUIRE\""),
          new Agent(
              "amp",
              "amp",
              "@ampcode/cli-linux-x64/amp",
              ".config/amp/settings.json",
              """
              {
                // mine
                "amp.mcpServers": {
                  "other": {"command": "/bin/false", "args": []}
                }
              }
              """,
              words("mcp list"),
              "quire command QUIRE serve"),
          new Agent(
              "cline-cli",
              "cline",
              "@cline/cli-linux-x64/bin/cline",
              ".cline/data/settings/cline_mcp_settings.json",
              """
              {"mcpServers": {"other": {"command": "/bin/false", "args": [], "disabled": true}}}\
              """,
              words("config mcp --json"),
              "\"name\":\"quire\",\"transportType\":\"stdio\",\"disabled\":false"));

  static List<String> words(String line) {
    return Arrays.asList(line.split(" "));
  }

  static Agent named(String word) {
    return ALL.stream().filter(agent -> agent.word().equals(word)).findFirst().orElseThrow();
  }

  @Override
  public String toString() {
    return word;
  }
}
