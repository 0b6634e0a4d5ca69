package quire.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.cli.Scene;
import quire.cli.serve.TokenPlace;
import quire.http.access.AccessTokens;
import quire.http.access.Visitor;

/** {@code quire connect --http} as a person types it. */
class SharedAddressTest {
  @TempDir private Path folder;

  private Scene scene() {
    Scene scene = new Scene(folder);
    scene.variables.put("QUIRE_STATE_DIR", folder.resolve("state").toString());
    return scene;
  }

  private static AccessTokens tokens(Scene scene) {
    return TokenPlace.tokens(scene.at(scene.project));
  }

  @Test
  void eachClientGetsATokenOfItsOwnThatIsShownNowhereAndEndsWithItsEntry() throws IOException {
    Scene scene = scene();
    Path file = scene.home.resolve(".cursor/mcp.json");
    Path codex = scene.home.resolve(".codex/config.toml");
    assertThat(scene.run("connect", "--http", "--dry-run", "cursor", "codex")).isZero();
    assertThat(scene.said()).contains("+ ", "Bearer TOKEN", "http://127.0.0.1:7433/mcp");
    assertThat(file).doesNotExist();
    assertThat(tokens(scene).others()).isEmpty();

    assertThat(scene.run("connect", "--http", "cursor", "codex")).isZero();
    assertThat(tokens(scene).others()).extracting(Visitor::name).containsExactly("cursor", "codex");
    String token = Files.readString(file).replaceFirst("(?s).*Bearer ([^\"]+)\".*", "$1");
    assertThat(tokens(scene).visitor(token).orElseThrow().name()).isEqualTo("cursor");
    assertThat(scene.said()).doesNotContain(token);
    assertThat(codex).content().contains("http_headers = { Authorization = \"Bearer ");

    String before = Files.readString(file);
    assertThat(scene.run("connect", "--http", "cursor")).isZero();
    assertThat(file).hasContent(before);
    assertThat(scene.run("connect", "--http", "--dry-run", "--url", "http://127.0.0.1:1/mcp"))
        .isZero();
    assertThat(scene.said()).contains("127.0.0.1:1/mcp").doesNotContain(token);

    assertThat(scene.run("disconnect", "cursor")).isZero();
    assertThat(scene.said()).contains("removed").doesNotContain("switch the server on");
    assertThat(file).doesNotExist();
    assertThat(tokens(scene).others()).extracting(Visitor::name).containsExactly("codex");
  }

  @Test
  void aFileThatOthersCanReadIsNamedOnceItHoldsAToken() throws IOException {
    Scene scene = scene();
    Path file = scene.write(scene.home.resolve(".cursor/mcp.json"), "{}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(scene.run("connect", "--http", "cursor")).isZero();
    assertThat(scene.noticed()).singleElement().asString().contains("chmod go= " + file);
  }

  @Test
  void aClientWithoutAPlaceForAnAddressIsToldWhatToPasteAndGetsNoToken() throws IOException {
    Scene scene = scene();
    assertThat(scene.run("connect", "--http", "claude-desktop")).isEqualTo(1);
    assertThat(String.join("\n", scene.noticed()))
        .contains("do not say how", "\"url\": \"http://127.0.0.1:7433/mcp\"", "Bearer TOKEN");
    assertThat(tokens(scene).others()).isEmpty();
  }

  @Test
  void theTokenOfAServerElsewhereComesFromAFile() throws IOException {
    Scene scene = scene();
    Path token = scene.write(folder.resolve("team"), "a-token-of-the-team\n");
    List<String> there =
        List.of("connect", "--http", "--url", "https://team.example/mcp", "cursor");
    assertThat(scene.run(there.toArray(String[]::new))).isEqualTo(3);
    assertThat(scene.noticed().getFirst()).contains("--token-file");
    assertThat(
            scene.run(
                "connect",
                "--http",
                "--url",
                "https://team.example/mcp",
                "--token-file",
                token.toString(),
                "cursor"))
        .isZero();
    assertThat(scene.home.resolve(".cursor/mcp.json"))
        .content()
        .contains("https://team.example/mcp", "Bearer a-token-of-the-team");
    assertThat(tokens(scene).others()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://team.example/mcp",
        "http://127.0.0.1:7433/",
        "ftp://127.0.0.1/mcp",
        "http://user@127.0.0.1:7433/mcp",
        "http://127.0.0.1:7433/mcp?token=x",
        "not an address",
        "/mcp"
      })
  void whatNoSharedServerCanBeAtIsRefused(String url) {
    Scene scene = scene();
    assertThat(scene.run("connect", "--http", "--url", url, "cursor")).isEqualTo(3);
    assertThat(scene.noticed().getFirst()).contains("nothing was changed");
    assertThat(scene.home.resolve(".cursor")).doesNotExist();
  }
}
