package quire.process.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.process.kernel.Kernel;
import quire.process.kernel.LinuxKernel;
import quire.process.kernel.LinuxKernelTest;

class ClientIdentityTest {
  /** A server of Codex that a bridge inside Claude Code started with everything passed on. */
  private static final Map<String, String> BRIDGED =
      Map.of(
          "CLAUDECODE", "1",
          "CLAUDE_PROJECT_DIR", "/home/ada/other",
          "CODEX_THREAD_ID", "7",
          "QUIRE_STORE", "sqlite:/home/ada/notes.db",
          "PATH", "/usr/bin");

  @Test
  void theHandshakeWinsOverTheTreeAndTheTreeOverTheEnvironment() {
    List<String> variables = List.of("gemini-cli");
    assertThat(new ClientIdentity(Optional.of("Codex"), Optional.of("zed"), variables).client())
        .contains("codex");
    assertThat(new ClientIdentity(Optional.empty(), Optional.of("zed"), variables).client())
        .contains("zed");
    assertThat(new ClientIdentity(Optional.empty(), Optional.empty(), variables).client())
        .contains("gemini-cli");
    assertThat(new ClientIdentity(Optional.empty(), Optional.empty(), List.of()).client())
        .isEmpty();
  }

  @Test
  void answersThatDifferAreAConflictThatNamesTheWinner() {
    assertThat(
            new ClientIdentity(Optional.of("codex-mcp-client"), Optional.of("codex"), List.of())
                .conflict())
        .isEmpty();
    assertThat(
            new ClientIdentity(
                    Optional.empty(), Optional.of("codex"), List.of("claude-code", "codex"))
                .conflict())
        .contains("codex wins over claude-code");
  }

  @Test
  void theNearestClientAboveIsFoundThroughWrappers(@TempDir Path proc) throws IOException {
    process(proc, 1, 0, "/sbin/init");
    process(proc, 10, 1, "claude");
    process(proc, 20, 10, "node\0/usr/bin/codex");
    process(proc, 30, 20, "sh\0-c\0quire serve");
    Kernel kernel = new LinuxKernel(proc);
    assertThat(ClientIdentity.inTree(kernel, 30)).contains("codex");
    assertThat(ClientIdentity.inTree(kernel, 10)).contains("claude-code");
    assertThat(ClientIdentity.inTree(kernel, 1)).isEmpty();
  }

  private static void process(Path proc, long pid, long parent, String words) throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.writeString(folder.resolve("stat"), LinuxKernelTest.stat("x", 'S', parent, pid));
    Files.writeString(folder.resolve("cmdline"), words + "\0");
  }

  @Test
  void aProgramThatMerelyMentionsAClientIsNone() {
    assertThat(ClientIdentity.program(List.of("vim", "/home/ada/claude"))).isEmpty();
    assertThat(ClientIdentity.program(List.of("node", "/usr/bin/codex", "mcp"))).contains("codex");
    assertThat(ClientIdentity.program(List.of("C:\\Programs\\Cursor.exe"))).contains("cursor");
    assertThat(ClientIdentity.program(List.of())).isEmpty();
  }

  @Test
  void onlyTheActualClientsVariableNamesTheProject() {
    ClientVariables variables = new ClientVariables(BRIDGED);
    assertThat(variables.workspace("codex")).isEmpty();
    assertThat(variables.workspace("claude-code")).contains("/home/ada/other");
    assertThat(variables.workspaces()).containsExactly("claude-code");
    assertThat(variables.identified()).containsExactly("claude-code", "codex");
  }

  @Test
  void aProgramThatWeStartSeesNoClientsVariables() {
    assertThat(new ClientVariables(BRIDGED).scrubbed()).containsOnlyKeys("QUIRE_STORE", "PATH");
  }

  @Test
  void everyClientOfTheTableHasVariablesOrAProgram() {
    assertThat(ClientVariables.TABLE)
        .allMatch(platform -> !platform.programs().isEmpty())
        .extracting(ClientVariables.Platform::name)
        .doesNotHaveDuplicates()
        .contains(
            "claude-code",
            "claude-desktop",
            "codex",
            "cursor",
            "vscode-copilot",
            "gemini-cli",
            "windsurf",
            "zed",
            "opencode",
            "cline",
            "pi");
  }
}
