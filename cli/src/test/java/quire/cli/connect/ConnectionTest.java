package quire.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import quire.cli.connect.ClientFixtures.Fixture;
import quire.cli.connect.Connection.Outcome;
import quire.cli.connect.Connection.Result;
import quire.cli.connect.Connection.State;

@SuppressWarnings("StringConcatToTextBlock") // line ends and blanks have to show
class ConnectionTest {
  private static final Entry ENTRY = Entry.serving("/opt/quire dir/bin/quire");

  @TempDir private Path folder;

  static Stream<Fixture> fixtures() {
    return ClientFixtures.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void onlyTheEntryIsAddedAndTakenOutAgainToTheByte(Fixture fixture) throws IOException {
    Connection connection = connection(fixture.client());
    byte[] before = write(connection.path(), fixture.text());

    assertThat(connection.connect(ENTRY, true).outcome()).isEqualTo(Outcome.ADDED);
    assertThat(connection.state(ENTRY)).isEqualTo(State.CONNECTED);
    String connected = Files.readString(connection.path());
    assertThat(isSubsequence(Files.readString(connection.path()), fixture.text())).isTrue();

    assertThat(connection.connect(ENTRY, true).outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(Files.readString(connection.path())).isEqualTo(connected);

    assertThat(connection.disconnect(true).outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(Files.readAllBytes(connection.path())).isEqualTo(before);
    assertThat(names()).containsExactly(connection.path().getFileName().toString());
  }

  /** An empty object may stand for nothing: only then has the text another one in its place. */
  private static boolean isSubsequence(String text, String part) {
    if (part.replace("\uFEFF", "").isBlank()) {
      return true;
    }
    int found = 0;
    for (int i = 0; i < text.length() && found < part.length(); i++) {
      if (text.charAt(i) == part.charAt(found)) {
        found++;
      }
    }
    return found == part.length();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void theEntryIsCutOutOfAFileThatSomebodyChangedMeanwhile(Fixture fixture) throws IOException {
    Connection connection = connection(fixture.client());
    write(connection.path(), fixture.text());
    connection.connect(ENTRY, true);
    for (String name : names()) {
      if (!name.equals(connection.path().getFileName().toString())) {
        Files.delete(folder.resolve(name));
      }
    }
    Files.writeString(connection.path(), Files.readString(connection.path()) + "\n\n");
    assertThat(connection.disconnect(true).outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(connection.state(ENTRY)).isEqualTo(State.ABSENT);
    String left = Files.readString(connection.path());
    assertThat(left).doesNotContain("/opt/quire dir");
    assertThat(connection.connect(ENTRY, true).outcome()).isEqualTo(Outcome.ADDED);
  }

  /** Those of clients whose makers say how an address is written. */
  static Stream<Fixture> fixturesOfAddresses() {
    return fixtures()
        .filter(
            fixture -> AddressShape.of(Client.named(fixture.client()).orElseThrow()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("fixturesOfAddresses")
  void anAddressIsAddedAndTakenOutAgainToTheByte(Fixture fixture) throws IOException {
    Entry address = Entry.at("http://127.0.0.1:7433/mcp", "secret");
    Connection connection = connection(fixture.client());
    byte[] before = write(connection.path(), fixture.text());

    assertThat(connection.connect(address, true).outcome()).isEqualTo(Outcome.ADDED);
    assertThat(connection.state(address)).isEqualTo(State.CONNECTED);
    assertThat(connection.token()).contains("secret");
    assertThat(isSubsequence(Files.readString(connection.path()), fixture.text())).isTrue();
    assertThat(connection.connect(address, true).outcome()).isEqualTo(Outcome.UNCHANGED);

    assertThat(connection.connect(ENTRY, true).outcome()).isEqualTo(Outcome.REPAIRED);
    assertThat(connection.state(ENTRY)).isEqualTo(State.CONNECTED);
    assertThat(Files.readString(connection.path())).doesNotContain("secret");
    assertThat(connection.connect(address, true).outcome()).isEqualTo(Outcome.REPAIRED);

    assertThat(connection.disconnect(true).outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(Files.readAllBytes(connection.path())).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "claude-code |"
            + " {\"mcpServers\":{\"quire\":{\"type\":\"http\",\"url\":\"http://127.0.0.1:1/mcp\",\"headers\":{\"X\":\"y\",\"Authorization\":\"Bearer"
            + " old\"},\"alwaysLoad\":true}}} |"
            + " {\"mcpServers\":{\"quire\":{\"type\":\"http\",\"url\":\"http://127.0.0.1:7433/mcp\",\"headers\":{\"X\":\"y\",\"Authorization\":\"Bearer"
            + " new\"},\"alwaysLoad\":true}}}",
        "gemini | {\"mcpServers\":{\"quire\":{\"headers\":{\"Authorization\":\"Bearer"
            + " ${T}\"},\"httpUrl\":\"http://127.0.0.1:1/mcp\"}}} |"
            + " {\"mcpServers\":{\"quire\":{\"headers\":{\"Authorization\":\"Bearer"
            + " ${T}\"},\"httpUrl\":\"http://127.0.0.1:7433/mcp\"}}}",
        "windsurf | {\"mcpServers\":{\"quire\":{\"headers\":{\"Authorization\":\"Bearer"
            + " old\"},\"serverUrl\":\"http://127.0.0.1:1/mcp\"}}} |"
            + " {\"mcpServers\":{\"quire\":{\"headers\":{\"Authorization\":\"Bearer"
            + " new\"},\"serverUrl\":\"http://127.0.0.1:7433/mcp\"}}}",
        "cursor | {\"mcpServers\":{\"quire\":{\"url\":\"http://127.0.0.1:1/mcp\"}}}"
            + " | {\"mcpServers\":{\"quire\":{\"url\":\"http://127.0.0.1:7433/mcp\"}}}"
      })
  void aRepairOfAnAddressKeepsWhatTheUserAddedAndAVariableInPlaceOfTheToken(
      String client, String before, String after) throws IOException {
    Connection connection = connection(client);
    write(connection.path(), before);
    Entry wanted = Entry.at("http://127.0.0.1:7433/mcp", "new");
    assertThat(connection.state(wanted)).isEqualTo(State.OUTDATED);
    assertThat(connection.connect(wanted, true).outcome()).isEqualTo(Outcome.REPAIRED);
    assertThat(connection.path()).hasContent(after);
    assertThat(connection.connect(wanted, true).outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aRepairOfAnAddressInTomlKeepsTheRestToo() throws IOException {
    Entry wanted = Entry.at("http://127.0.0.1:7433/mcp", "new");
    String variable =
        """
        [mcp_servers.quire]
        url = 'http://127.0.0.1:1/mcp' # mine
        bearer_token_env_var = "T"
        """;
    String headers =
        """
        [mcp_servers.quire]
        http_headers = { X = "y", Authorization = "Bearer old" }
        url = 'http://127.0.0.1:1/mcp'
        """;
    for (String before : List.of(variable, headers)) {
      Connection connection = connection("codex");
      write(connection.path(), before);
      assertThat(connection.connect(wanted, true).outcome()).isEqualTo(Outcome.REPAIRED);
      assertThat(connection.path())
          .hasContent(
              before
                  .replace("'http://127.0.0.1:1/mcp'", "\"http://127.0.0.1:7433/mcp\"")
                  .replace("Bearer old", "Bearer new"));
      assertThat(connection.connect(wanted, true).outcome()).isEqualTo(Outcome.UNCHANGED);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "claude-desktop | {}",
        "goose | ",
        "junie | {}",
        "cursor | {\"mcpServers\":{\"quire\":{\"url\":\"https://example.com/other\"}}}",
        "cursor |"
            + " {\"mcpServers\":{\"quire\":{\"command\":\"/old/quire\",\"args\":[\"serve\"],\"env\":{\"K\":\"v\"}}}}",
      })
  void anAddressIsRefusedWhereItHasNoKnownPlaceOrSomethingOfTheUsersIs(
      String client, @Nullable String text) throws IOException {
    Connection connection = connection(client);
    byte[] before = write(connection.path(), text == null ? "" : text);
    Entry address = Entry.at("http://127.0.0.1:7433/mcp", "secret");
    Result result = connection.connect(address, true);
    assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result.reason()).isNotBlank();
    assertThat(Files.readAllBytes(connection.path())).isEqualTo(before);
    assertThat(connection.client().snippet(address)).contains("http://127.0.0.1:7433/mcp");
  }

  @Test
  void thereAreAtLeastSixtyFixtures() {
    assertThat(fixtures().count()).isGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aDryRunTouchesNothing(Fixture fixture) throws IOException {
    Connection connection = connection(fixture.client());
    byte[] before = write(connection.path(), fixture.text());
    Result result = connection.connect(ENTRY, false);
    assertThat(result.outcome()).isEqualTo(Outcome.ADDED);
    assertThat(TextDiff.of(result.before(), result.after()))
        .anyMatch(line -> line.startsWith("+ ") && line.contains("/opt/quire dir/bin/quire"));
    assertThat(Files.readAllBytes(connection.path())).isEqualTo(before);
    assertThat(names()).hasSize(1);
  }

  @Test
  void everyClientGetsAFileOfItsOwnAndLosesItAgain() throws IOException {
    for (Client client : Client.ALL) {
      Connection connection = new Connection(client, folder.resolve(client.id()).resolve("file"));
      assertThat(connection.connect(ENTRY, true).outcome())
          .as(client.id())
          .isEqualTo(Outcome.ADDED);
      assertThat(connection.state(ENTRY)).as(client.id()).isEqualTo(State.CONNECTED);
      assertThat(connection.disconnect(true).outcome()).isEqualTo(Outcome.REMOVED);
      assertThat(connection.path()).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "claude-desktop |"
            + " {\"mcpServers\":{\"memory\":{\"env\":{\"K\":\"v\"},\"command\":\"/old/quire\",\"args\":[\"serve\",\"--store\",\"sqlite:/x\"],\"disabled\":true}}}"
            + " | {\"mcpServers\":{\"memory\":{\"env\":{\"K\":\"v\"},\"command\":\"/opt/quire"
            + " dir/bin/quire\",\"args\":[\"serve\", \"--store\","
            + " \"sqlite:/x\"],\"disabled\":true}}}",
        "claude-desktop |"
            + " {\"mcpServers\":{\"quire\":{\"args\":[\"serve\"],\"command\":\"quire\",\"timeout\":5}}}"
            + " | {\"mcpServers\":{\"quire\":{\"args\":[\"serve\"],\"command\":\"/opt/quire"
            + " dir/bin/quire\",\"timeout\":5}}}",
        "claude-desktop |"
            + " {\"mcpServers\":{\"quire\":{\"command\":\"npx\",\"args\":[\"-y\",\"quire-memory\",\"serve\"]}}}"
            + " | {\"mcpServers\":{\"quire\":{\"command\":\"/opt/quire"
            + " dir/bin/quire\",\"args\":[\"serve\"]}}}",
        "cursor | {\"mcpServers\":{\"q\":{/* a"
            + " */\"command\":\"C:\\\\q\\\\quire.cmd\",\"args\":[\"serve\"]/* b */,}}} |"
            + " {\"mcpServers\":{\"q\":{/* a */\"command\":\"/opt/quire"
            + " dir/bin/quire\",\"args\":[\"serve\"]/* b */,}}}",
        "opencode |"
            + " {\"mcp\":{\"quire\":{\"type\":\"local\",\"command\":[\"/old/quire\",\"serve\"],\"enabled\":false}}}"
            + " | {\"mcp\":{\"quire\":{\"type\":\"local\",\"command\":[\"/opt/quire"
            + " dir/bin/quire\", \"serve\"],\"enabled\":false}}}",
        "cline-cli |"
            + " {\"mcpServers\":{\"quire\":{\"transport\":{\"type\":\"stdio\",\"command\":\"/old/quire\",\"args\":[\"serve\"]}}}}"
            + " | {\"mcpServers\":{\"quire\":{\"transport\":{\"type\":\"stdio\",\"command\":\"/opt/quire"
            + " dir/bin/quire\",\"args\":[\"serve\"]}}}}",
      })
  void aRepairKeepsWhatTheUserAddedToTheEntry(String client, String before, String after)
      throws IOException {
    Connection connection = connection(client);
    write(connection.path(), before);
    assertThat(connection.state(ENTRY)).isEqualTo(State.OUTDATED);
    assertThat(connection.connect(ENTRY, true).outcome()).isEqualTo(Outcome.REPAIRED);
    assertThat(connection.path()).hasContent(after);
  }

  @Test
  void anUpgradeRepairsOnlyEntriesThatNameAVersionOfItsOwn() throws IOException {
    Path root = installation("quire");
    Path others = installation("team");
    String before =
        "{\"mcpServers\":{\"quire\":{\"command\":\"%s\",\"args\":[\"serve\",\"--project\",\"/p\"],\"timeout\":5},\"team\":{\"command\":\"%s\",\"args\":[\"serve\"]}}}"
            .formatted(root.resolve("0.1.0/bin/quire"), others.resolve("0.1.0/bin/quire"));
    Connection connection = connection("cursor");
    write(connection.path(), before);

    assertThat(connection.unpin(root, false).outcome()).isEqualTo(Outcome.REPAIRED);
    assertThat(connection.path()).hasContent(before);
    assertThat(connection.unpin(root, true).outcome()).isEqualTo(Outcome.REPAIRED);
    assertThat(connection.path())
        .hasContent(
            before
                .replace(
                    root.resolve("0.1.0/bin/quire").toString(),
                    root.resolve("current/bin/quire").toString())
                .replace(",\"--project\",\"/p\"", ", \"--project\", \"/p\""));
    assertThat(connection.unpin(root, true).outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  private Path installation(String name) throws IOException {
    Path root = folder.resolve(name);
    Path version = root.resolve("0.1.0");
    Files.createDirectories(version.resolve("bin"));
    Files.writeString(version.resolve("bin/quire"), "");
    Files.writeString(version.resolve("manifest.txt"), "");
    Files.createSymbolicLink(root.resolve("current"), Path.of("0.1.0"));
    return root;
  }

  @Test
  void aRepairInTomlKeepsTimeoutsApprovalsAndComments() throws IOException {
    String before =
        """
        [mcp_servers.quire] # mine
        startup_timeout_sec = 20
        command = '/old/quire' # moved
        args = [
          "serve", # ]
        ]
        env = { K = "v" }

        [mcp_servers.quire.tools.recall]
        approval_mode = "approve"
        """;
    Connection connection = connection("codex");
    write(connection.path(), before);
    assertThat(connection.connect(ENTRY, true).outcome()).isEqualTo(Outcome.REPAIRED);
    assertThat(connection.path())
        .hasContent(
            before
                .replace("'/old/quire'", "\"/opt/quire dir/bin/quire\"")
                .replace("[\n  \"serve\", # ]\n]", "[\"serve\"]"));
    assertThat(connection.disconnect(true).outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(Files.readString(connection.path())).isBlank();
  }

  @Test
  void aRepairInYamlKeepsTheRestOfTheBlock() throws IOException {
    String before =
        """
        extensions:
          quire:
            enabled: false # not now
            cmd: /old/quire
            args:
            - serve
            envs:
              K: v
          other:
            cmd: x
        """;
    Connection connection = connection("goose");
    write(connection.path(), before);
    assertThat(connection.connect(ENTRY, true).outcome()).isEqualTo(Outcome.REPAIRED);
    assertThat(connection.path())
        .hasContent(before.replace("/old/quire", "\"/opt/quire dir/bin/quire\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "claude-desktop | {\"mcpServers\": {} // mine",
        "claude-code | {\"mcpServers\": {}} // a comment is damage there",
        "claude-desktop | {\"mcpServers\": {},}",
        "claude-desktop | {\"mcpServers\": []}",
        "claude-desktop | {\"mcpServers\": {}} {}",
        "claude-desktop | []",
        "claude-desktop | {'mcpServers': {}}",
        "claude-desktop | {\"mcpServers\": {\"quire\": {\"command\": \"node\", \"args\":"
            + " [\"other.js\"]}}}",
        "gemini | {\"mcpServers\": {},}",
        "vscode | {\"servers\": 1}",
        "codex | mcp_servers = { x = { command = \"y\" } }",
        "codex | mcp_servers.x.command = \"y\"",
        "codex | [mcp_servers.x",
        "codex | mcp_servers = 1",
        "goose | extensions: {}",
        "goose | {extensions: {}}",
        "goose | --- # two documents",
      })
  void whatTheClientCouldNotReadOrIsNotOursStaysAsItIs(String client, String text)
      throws IOException {
    Connection connection = connection(client);
    byte[] before = write(connection.path(), text);
    Result result = connection.connect(ENTRY, true);
    assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result.reason()).isNotBlank().doesNotContain("Exception");
    assertThat(connection.disconnect(true).outcome()).isIn(Outcome.REFUSED, Outcome.UNCHANGED);
    assertThat(Files.readAllBytes(connection.path())).isEqualTo(before);
    assertThat(names()).hasSize(1);
  }

  @Test
  void textThatIsNotUtf8StaysAsItIs() throws IOException {
    Connection connection = connection("cursor");
    byte[] before = "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(connection.path(), before);
    assertThat(connection.connect(ENTRY, true).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(Files.readAllBytes(connection.path())).isEqualTo(before);
  }

  @Test
  void aLinkIsFollowedAndKept() throws IOException {
    Path dotfiles = Files.createDirectory(folder.resolve("dotfiles"));
    Path real = Files.writeString(dotfiles.resolve("real.json"), "{}\n");
    Connection connection = connection("cursor");
    Files.createSymbolicLink(connection.path(), real);
    connection.connect(ENTRY, true);
    assertThat(connection.path()).isSymbolicLink();
    assertThat(real).content().contains("/opt/quire dir/bin/quire");
    connection.disconnect(true);
    assertThat(connection.path()).isSymbolicLink().hasContent("{}");
  }

  @Test
  void aLinkThatLeadsNowhereAndAFolderStay() throws IOException {
    Connection link = connection("cursor");
    Files.createSymbolicLink(link.path(), folder.resolve("gone"));
    assertThat(link.connect(ENTRY, true).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(folder.resolve("gone")).doesNotExist();
    Connection place = connection("kiro");
    Files.createDirectory(place.path());
    assertThat(place.connect(ENTRY, true).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(place.path()).isEmptyDirectory();
  }

  @Test
  void theModeStays() throws IOException {
    Connection connection = connection("cursor");
    write(connection.path(), "{}");
    Files.setPosixFilePermissions(connection.path(), PosixFilePermissions.fromString("rw-r-----"));
    connection.connect(ENTRY, true);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(connection.path())))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aChangeByAnotherProgramAfterReadingIsNoticedAndKept() throws Exception {
    Connection connection = connection("cursor");
    write(connection.path(), "{}");
    ClientFile read = ClientFile.read(connection.path());
    write(connection.path(), "{\"newer\": 1}");
    assertThat(read.replace(read.encoded("{\"mine\": 1}"), true)).isFalse();
    assertThat(connection.path()).hasContent("{\"newer\": 1}");
    ClientFile again = ClientFile.read(connection.path());
    Files.delete(connection.path());
    assertThat(again.replace(again.encoded("{}"), true)).isFalse();
    ClientFile absent = ClientFile.read(connection.path());
    write(connection.path(), "{\"new\": 1}");
    assertThat(absent.replace(absent.encoded("{}"), true)).isFalse();
    assertThat(connection.path()).hasContent("{\"new\": 1}");
    assertThat(names()).hasSize(1);
  }

  @Test
  void theLockOfClaudeCodeIsWaitedForAndGivenBack() throws Exception {
    Connection connection = connection("claude-code");
    write(connection.path(), "{}");
    Path lock = folder.resolve(connection.path().getFileName() + ".lock");
    Files.createDirectory(lock);
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    connection.connect(ENTRY, true);
                  } catch (IOException failure) {
                    throw new IllegalStateException(failure);
                  }
                });
    assertThat(waiting.join(Duration.ofMillis(200))).isFalse();
    assertThat(connection.path()).hasContent("{}");
    Files.delete(lock);
    waiting.join();
    assertThat(connection.state(ENTRY)).isEqualTo(State.CONNECTED);
    assertThat(lock).doesNotExist();
  }

  @Test
  void twoEntriesOfOursAreBothRepaired() throws IOException {
    Connection connection = connection("cursor");
    write(
        connection.path(),
        "{\"mcpServers\":{\"a\":{\"command\":\"/1/quire\",\"args\":[\"serve\"]},"
            + "\"b\":{\"command\":\"/2/quire\",\"args\":[\"serve\"]}}}");
    connection.connect(ENTRY, true);
    assertThat(Files.readString(connection.path()))
        .doesNotContain("/1/quire")
        .doesNotContain("/2/quire");
  }

  private Connection connection(String client) {
    return new Connection(Client.named(client).orElseThrow(), folder.resolve(client + ".file"));
  }

  private static byte[] write(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Files.write(file, bytes);
    return bytes;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
