package quire.cli.doctor;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import quire.api.spi.Finding;
import quire.api.spi.HealthCheck;
import quire.cli.base.Surroundings;
import quire.cli.install.Launcher;
import quire.process.install.Installations;

/**
 * Whether the commands that known clients use to start Quire are there, and follow upgrades. The
 * files are read as text: their formats differ, but all write a command as a quoted path that ends
 * with our name.
 */
record ClientFilesCheck(Surroundings surroundings) implements HealthCheck {
  private static final Pattern COMMAND =
      Pattern.compile("[\"']((?:[^\"'\\n]*[/\\\\])?quire(?:\\.cmd|\\.exe)?)[\"']");

  private static final String CLINE =
      "globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json";

  /** Those of all systems: none of them exists on another one. */
  private static final List<String> IN_HOME =
      List.of(
          ".claude.json",
          ".config/Claude/claude_desktop_config.json",
          "Library/Application Support/Claude/claude_desktop_config.json",
          "AppData/Roaming/Claude/claude_desktop_config.json",
          ".config/Code/User/mcp.json",
          "Library/Application Support/Code/User/mcp.json",
          "AppData/Roaming/Code/User/mcp.json",
          ".copilot/mcp-config.json",
          ".cursor/mcp.json",
          ".codex/config.toml",
          ".gemini/settings.json",
          ".codeium/windsurf/mcp_config.json",
          ".config/zed/settings.json",
          "AppData/Roaming/Zed/settings.json",
          ".config/opencode/opencode.json",
          ".config/opencode/opencode.jsonc",
          ".config/Code/User/" + CLINE,
          "Library/Application Support/Code/User/" + CLINE,
          "AppData/Roaming/Code/User/" + CLINE,
          ".cline/data/settings/cline_mcp_settings.json",
          ".pi/agent/mcp.json",
          ".pi/agent/settings.json");

  private static final List<String> IN_PROJECT =
      List.of(
          ".mcp.json",
          ".vscode/mcp.json",
          ".cursor/mcp.json",
          ".codex/config.toml",
          ".gemini/settings.json",
          ".zed/settings.json",
          "opencode.json",
          "opencode.jsonc",
          ".pi/mcp.json");

  @Override
  public String name() {
    return "client-files";
  }

  @Override
  public Finding run() throws IOException {
    List<String> missing = new ArrayList<>();
    List<String> pinned = new ArrayList<>();
    int sound = 0;
    for (Path file : files()) {
      for (String command : commands(Files.readString(file))) {
        if (!exists(command)) {
          missing.add("%s starts %s, which is not there".formatted(file, command));
        } else if (Installations.lasting(Path.of(command)).isPresent()) {
          pinned.add("%s starts %s, which stays at its version".formatted(file, command));
        } else {
          sound++;
        }
      }
    }
    if (!missing.isEmpty()) {
      return Finding.fail(String.join(", ", missing), "write there: " + command());
    }
    if (!pinned.isEmpty()) {
      return Finding.warn(String.join(", ", pinned), "to follow upgrades: quire connect");
    }
    return Finding.ok(
        sound == 0 ? "no known client starts Quire" : "%d commands, all there".formatted(sound));
  }

  private List<Path> files() {
    return Stream.of(
            IN_HOME.stream().map(surroundings.home()::resolve),
            moved("XDG_CONFIG_HOME", "zed/settings.json", "opencode/opencode.json"),
            moved("CODEX_HOME", "config.toml"),
            IN_PROJECT.stream().map(surroundings.workingDirectory()::resolve))
        .flatMap(files -> files)
        .filter(Files::isRegularFile)
        .distinct()
        .toList();
  }

  private Stream<Path> moved(String variable, String... files) {
    return surroundings
        .variable(variable)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .map(folder -> Stream.of(files).map(folder::resolve))
        .orElseGet(Stream::of);
  }

  private String command() {
    return System.getProperty("quire.home") == null
        ? "the path of bin/quire"
        : Launcher.ofThisProcess(surroundings).quotedShown();
  }

  /** {@return what is started, not what a server is called} */
  static List<String> commands(String text) {
    List<String> commands = new ArrayList<>();
    Matcher matcher = COMMAND.matcher(text);
    while (matcher.find()) {
      boolean isKey = text.substring(matcher.end()).stripLeading().startsWith(":");
      if (!isKey) {
        commands.add(matcher.group(1).replace("\\\\", "\\"));
      }
    }
    return commands;
  }

  private boolean exists(String command) {
    Path path = Path.of(command);
    if (path.isAbsolute()) {
      return Files.isExecutable(path);
    }
    return Stream.of(surroundings.variable("PATH").orElse("").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(command)));
  }
}
