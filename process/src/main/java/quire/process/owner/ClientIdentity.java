package quire.process.owner;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import quire.process.kernel.Kernel;

/**
 * Which client this server belongs to, as each source answers: what the client said of itself, over
 * the processes above us, over the environment, which may be another client's.
 *
 * @param environment the clients whose variables are set; several if one runs inside another
 */
public record ClientIdentity(
    Optional<String> handshake, Optional<String> processTree, List<String> environment) {
  /** Names that clients give themselves in the handshake, where they differ from the table's. */
  private static final Map<String, String> TOLD =
      Map.of(
          "claude-ai", "claude-desktop",
          "codex-mcp-client", "codex",
          "gemini-cli-mcp-client", "gemini-cli",
          "visual studio code", "vscode-copilot",
          "cursor-vscode", "cursor",
          "windsurf-client", "windsurf",
          "pi-coding-agent", "pi");

  public ClientIdentity {
    environment = List.copyOf(environment);
  }

  /** {@return the client by the strongest source that answers} */
  public Optional<String> client() {
    return answers().findFirst();
  }

  /** {@return which source that was, for people; empty if none answers} */
  public Optional<String> source() {
    if (handshake.isPresent()) {
      return Optional.of("as it says itself");
    }
    if (processTree.isPresent()) {
      return Optional.of("above this process");
    }
    return environment.isEmpty() ? Optional.empty() : Optional.of("by its variables");
  }

  /** {@return what the sources disagree about, as a sentence; empty if they agree} */
  public Optional<String> conflict() {
    List<String> different = answers().distinct().toList();
    return different.size() < 2
        ? Optional.empty()
        : Optional.of(
            "%s wins over %s"
                .formatted(
                    different.getFirst(),
                    String.join(", ", different.subList(1, different.size()))));
  }

  private Stream<String> answers() {
    return Stream.of(
            handshake.map(ClientIdentity::known).stream(),
            processTree.stream(),
            environment.stream())
        .flatMap(answer -> answer);
  }

  private static String known(String told) {
    String name = told.toLowerCase(Locale.ROOT);
    return TOLD.getOrDefault(name, name);
  }

  /**
   * {@return the client among the processes above one, the nearest first}
   *
   * @param pid where to start upwards
   */
  public static Optional<String> inTree(Kernel kernel, long pid) {
    Optional<Long> next = Optional.of(pid);
    for (int level = 0; level < 16 && next.isPresent(); level++) {
      Optional<String> client = program(kernel.commandLine(next.get()));
      if (client.isPresent()) {
        return client;
      }
      next = next.flatMap(kernel::parent);
    }
    return Optional.empty();
  }

  /** A client may be a script: its name is then that of the second word. */
  static Optional<String> program(List<String> commandLine) {
    if (commandLine.isEmpty()) {
      return Optional.empty();
    }
    String first = Wrapper.name(commandLine.getFirst());
    String name =
        Wrapper.isScriptHost(first) && commandLine.size() > 1
            ? Wrapper.name(commandLine.get(1))
            : first;
    return ClientVariables.TABLE.stream()
        .filter(platform -> platform.programs().contains(name))
        .map(ClientVariables.Platform::name)
        .findFirst();
  }
}
