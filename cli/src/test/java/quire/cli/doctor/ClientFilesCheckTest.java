package quire.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientFilesCheckTest {
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
