package quire.cli.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quire.cli.Scene;
import quire.cli.base.ExitCode;

class SecretsTest {
  private static final String TOKEN = "hf_" + "AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh";
  private static final String MARKER = "[redacted: huggingface-token]";

  @TempDir private Path folder;
  private Scene scene = new Scene(Path.of("build"));

  @BeforeEach
  void set() {
    scene = new Scene(folder);
    scene.variables.put("QUIRE_STORE", "tree:" + folder.resolve("memory"));
  }

  private String graph() {
    assertThat(scene.run("graph")).isEqualTo(ExitCode.OK.number());
    return scene.said();
  }

  @Test
  void aPersonIsToldWhatWasStoredInPlaceOfASecret() {
    assertThat(scene.run("add", "Ada", "key " + TOKEN)).isEqualTo(ExitCode.OK.number());
    assertThat(scene.noticed())
        .singleElement()
        .asString()
        .startsWith("quire: a marker was stored in place of a secret: huggingface-token");
    assertThat(graph()).contains("key " + MARKER).doesNotContain(TOKEN);
  }

  @Test
  void aNameIsRefusedAndSoIsEverythingIfThatIsWished() {
    assertThat(scene.run("add", TOKEN, "fact")).isEqualTo(ExitCode.FAILED.number());
    scene.projectFile("secrets = \"refuse\"");
    assertThat(scene.run("add", "Ada", "key " + TOKEN)).isEqualTo(ExitCode.FAILED.number());
    assertThat(scene.noticed().toString()).contains("from character 5 on").doesNotContain("AbCd");
    assertThat(graph()).doesNotContain("Ada");
  }

  @Test
  void whoWantsThemStoredGetsThemStored() {
    scene.projectFile("secrets = \"off\"");
    assertThat(scene.run("trust")).isZero();
    assertThat(scene.run("add", "Ada", TOKEN)).isEqualTo(ExitCode.OK.number());
    assertThat(graph()).contains(TOKEN);
    scene.projectFile("secrets = \"never\"");
    assertThat(scene.run("add", "Ada", TOKEN)).isEqualTo(ExitCode.CONFIGURATION.number());
    assertThat(scene.noticed().toString()).contains("\"redact\", \"refuse\" or \"off\"");
  }

  @Test
  void anImportLeavesWhatCannotBeRedactedAndTakesTheRest() throws IOException {
    Path former = folder.resolve("former.jsonl");
    scene.write(
        former,
        """
        {"type":"entity","name":"Ada","entityType":"person","observations":["key T"]}
        {"type":"entity","name":"T","entityType":"token","observations":["x"]}
        {"type":"relation","from":"Ada","to":"T","relationType":"has"}
        {"type":"relation","from":"Ada","to":"Charles","relationType":"knows"}
        """
            .replace("T\"", TOKEN + "\""));
    assertThat(scene.run("import", former.toString())).isEqualTo(ExitCode.OK.number());
    assertThat(graph()).contains("key " + MARKER, "Charles").doesNotContain(TOKEN);
    String left = Files.readString(folder.resolve("memory.import-left.jsonl"));
    assertThat(left.lines()).hasSize(2);
    assertThat(left).contains("holds a secret (huggingface-token)").doesNotContain(TOKEN);
  }
}
