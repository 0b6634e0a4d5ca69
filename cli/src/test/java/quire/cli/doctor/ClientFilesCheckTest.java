package quire.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.api.spi.Finding.Verdict;
import quire.cli.Scene;

class ClientFilesCheckTest {
  @TempDir private Path folder;

  @Test
  void aCommandThatNamesAVersionIsTold() throws IOException {
    Scene scene = new Scene(folder);
    Path version = folder.resolve("opt/0.1.0");
    Path script = scene.write(version.resolve("bin/quire"), "");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    scene.write(version.resolve("manifest.txt"), "");
    scene.write(
        scene.home.resolve(".cursor/mcp.json"),
        "{\"mcpServers\": {\"q\": {\"command\": \"" + script + "\"}}}");
    ClientFilesCheck check = new ClientFilesCheck(scene.at(scene.project));
    assertThat(check.run().verdict()).as("before the first upgrade").isEqualTo(Verdict.OK);

    Files.createSymbolicLink(folder.resolve("opt/current"), Path.of("0.1.0"));
    assertThat(check.run().verdict()).isEqualTo(Verdict.WARN);
    assertThat(check.run().text()).contains(script + ", which stays at its version");
    assertThat(check.run().remedy()).contains("to follow upgrades: quire connect");
  }

  @Test
  void theCommandIsFoundInEachShape() {
    assertThat(
            ClientFilesCheck.commands(
                "{\"mcpServers\": {\"quire\": {\"command\": \"/opt/quire/current/bin/quire\"}}}"))
        .containsExactly("/opt/quire/current/bin/quire");
    assertThat(
            ClientFilesCheck.commands(
                "[mcp_servers.quire]\ncommand = 'C:\\quire\\bin\\quire.cmd'\nargs = [\"serve\"]"))
        .containsExactly("C:\\quire\\bin\\quire.cmd");
    assertThat(
            ClientFilesCheck.commands("{\"mcp\":{\"quire\":{\"command\":[\"quire\",\"serve\"]}}}"))
        .containsExactly("quire");
  }

  @Test
  void whatMerelyMentionsTheNameIsNoCommand() {
    assertThat(ClientFilesCheck.commands("{\"note\": \"quire is a memory\", \"acquire\": 1}"))
        .isEmpty();
  }
}
