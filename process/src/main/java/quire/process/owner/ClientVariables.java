package quire.process.owner;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Tells whose variables are in an environment, which a client may have passed on from another. */
public final class ClientVariables {
  /**
   * Variables that say which client this is, or where its project is.
   *
   * @param programs names of the client's own program in the process tree
   */
  record Platform(
      String name, List<String> workspace, List<String> identification, List<String> programs) {}

  /** Forks before their parents: a fork also sets its parent's variables. */
  static final List<Platform> TABLE =
      List.of(
          new Platform(
              "claude-code",
              List.of("CLAUDE_PROJECT_DIR"),
              List.of(
                  "CLAUDE_CODE_ENTRYPOINT",
                  "CLAUDE_PLUGIN_ROOT",
                  "CLAUDE_SESSION_ID",
                  "CLAUDE_CODE_SESSION_ID",
                  "CLAUDECODE"),
              List.of("claude")),
          new Platform("claude-desktop", List.of(), List.of(), List.of("claude desktop")),
          new Platform(
              "antigravity", List.of(), List.of("ANTIGRAVITY_CLI_ALIAS"), List.of("antigravity")),
          new Platform(
              "cursor",
              List.of("CURSOR_CWD"),
              List.of("CURSOR_TRACE_ID", "CURSOR_CLI"),
              List.of("cursor", "cursor-agent")),
          new Platform("windsurf", List.of(), List.of(), List.of("windsurf")),
          new Platform("kilo", List.of(), List.of("KILO", "KILO_PID"), List.of("kilo")),
          new Platform(
              "opencode",
              List.of("OPENCODE_PROJECT_DIR"),
              List.of("OPENCODE_CLIENT", "OPENCODE_TERMINAL", "OPENCODE", "OPENCODE_PID"),
              List.of("opencode")),
          new Platform(
              "zed",
              List.of(),
              List.of("ZED_SESSION_ID", "ZED_TERM"),
              List.of("zed", "zed-editor")),
          new Platform(
              "codex", List.of(), List.of("CODEX_THREAD_ID", "CODEX_CI"), List.of("codex")),
          new Platform("qwen-code", List.of("QWEN_PROJECT_DIR"), List.of(), List.of("qwen")),
          new Platform(
              "gemini-cli",
              List.of("GEMINI_PROJECT_DIR"),
              List.of("GEMINI_CLI"),
              List.of("gemini")),
          new Platform("cline", List.of(), List.of(), List.of("cline")),
          new Platform(
              "vscode-copilot",
              List.of("VSCODE_CWD"),
              List.of("VSCODE_PID"),
              List.of("code", "code helper")),
          new Platform(
              "jetbrains-copilot",
              List.of("IDEA_INITIAL_DIRECTORY"),
              List.of(),
              List.of("idea", "pycharm", "webstorm", "goland")),
          new Platform("omp", List.of("PI_CODING_AGENT_DIR"), List.of(), List.of("omp")),
          new Platform(
              "pi",
              List.of("PI_WORKSPACE_DIR", "PI_PROJECT_DIR"),
              List.of("PI_CONFIG_DIR", "PI_SESSION_FILE", "PI_COMPILED", "PI_CODING_AGENT"),
              List.of("pi")));

  private final Map<String, String> environment;

  public ClientVariables(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** {@return the clients whose identification is in the environment, each of which may be it} */
  public List<String> identified() {
    return TABLE.stream()
        .filter(platform -> platform.identification().stream().anyMatch(this::isSet))
        .map(Platform::name)
        .toList();
  }

  /** {@return the clients whose workspace variables are set} */
  public List<String> workspaces() {
    return TABLE.stream()
        .map(Platform::name)
        .filter(client -> workspace(client).isPresent())
        .toList();
  }

  /** {@return the first of a client's own workspace variables that is set} */
  public Optional<String> workspace(String client) {
    return TABLE.stream()
        .filter(platform -> platform.name().equals(client))
        .flatMap(platform -> platform.workspace().stream())
        .filter(this::isSet)
        .map(environment::get)
        .findFirst();
  }

  /**
   * {@return the workspace variables of other clients than this one, with their values} They were
   * passed on by whoever started the client, and say nothing about its project.
   */
  public Map<String, String> foreignWorkspaces(Optional<String> client) {
    Map<String, String> foreign = new TreeMap<>();
    TABLE.stream()
        .filter(platform -> !Optional.of(platform.name()).equals(client))
        .flatMap(platform -> platform.workspace().stream())
        .filter(this::isSet)
        .forEach(variable -> foreign.put(variable, environment.getOrDefault(variable, "")));
    return foreign;
  }

  /** {@return the environment for a program that we start: no client's variables are left in it} */
  public Map<String, String> scrubbed() {
    Set<String> foreign = new HashSet<>();
    TABLE.forEach(
        platform -> {
          foreign.addAll(platform.workspace());
          foreign.addAll(platform.identification());
        });
    Map<String, String> own = new HashMap<>(environment);
    own.keySet().removeAll(foreign);
    return own;
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isBlank();
  }
}
