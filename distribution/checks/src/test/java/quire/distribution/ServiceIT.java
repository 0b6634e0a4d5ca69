package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.distribution.Scene.within;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The shared server under a real systemd of a user. */
@EnabledIf(
    value = "isNightlyAsRoot",
    disabledReason = "starts a systemd in a namespace of its own: mvn -Pnightly, as root, on Linux")
class ServiceIT {
  private static final String HELLO =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"check","version":"1"}}}\
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private Installation product;
  private Path runtime;
  private Process systemd;

  static boolean isNightlyAsRoot() {
    return Boolean.getBoolean("quire.nightly")
        && "root".equals(System.getProperty("user.name"))
        && Files.exists(Path.of("/usr/lib/systemd/systemd"));
  }

  @BeforeEach
  void begin() throws Exception {
    product = Installation.unpack("sqlite", folder);
    runtime =
        Files.createDirectory(
            folder.resolve("run"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path script = folder.resolve("user-systemd.sh");
    try (InputStream text =
        Objects.requireNonNull(ServiceIT.class.getResourceAsStream("/user-systemd.sh"))) {
      Files.copy(text, script);
    }
    ProcessBuilder unshare =
        new ProcessBuilder("unshare", "-m", "sh", script.toString(), runtime.toString())
            .redirectOutput(folder.resolve("systemd.log").toFile())
            .redirectErrorStream(true);
    unshare.environment().put("HOME", product.user().toString());
    systemd = unshare.start();
    within(Scene.START, () -> Files.exists(runtime.resolve("systemd/private")));
  }

  @AfterEach
  void end() throws Exception {
    systemd.getOutputStream().close();
    systemd.waitFor();
  }

  private Session run(Path launcher, String... words) throws Exception {
    ProcessBuilder command = product.command(launcher, words);
    command.environment().put("XDG_RUNTIME_DIR", runtime.toString());
    return Session.of(command);
  }

  @Test
  void theServiceRunsAgainAfterAKillAndAnUpgradeAndItsClientsGoOn() throws Exception {
    Path quire = product.launcher();
    int port = freePort();
    Session install = run(quire, "service", "install", "--port", Integer.toString(port));
    assertThat(install.errors()).isEmpty();
    assertThat(install.exit()).isZero();
    URI address = URI.create("http://127.0.0.1:%d/mcp".formatted(port));
    String token = run(quire, "token").lines().getFirst();
    HttpResponse<String> hello = retried(request(address, token, HELLO).build());
    String session = hello.headers().firstValue("Mcp-Session-Id").orElseThrow();

    add(address, token, session, "first");
    long before = pid(quire);
    ProcessHandle.of(before).orElseThrow().destroyForcibly();
    add(address, token, session, "after the kill");
    assertThat(pid(quire)).isNotEqualTo(before);

    NextVersion next = NextVersion.of(product, folder.resolve("next"));
    Session dry = run(quire, "upgrade", "--from", next.home().toString());
    assertThat(dry.lines()).anyMatch(line -> line.contains("would be restarted"));
    long killed = pid(quire);
    Session upgrade = run(quire, "upgrade", "--from", next.home().toString(), "--yes");
    assertThat(upgrade.errors()).isEmpty();
    assertThat(upgrade.lines()).anyMatch(line -> line.contains("was restarted"));
    add(address, token, session, "after the upgrade");
    assertThat(pid(quire)).isNotEqualTo(killed);
    String graph = call(address, token, session, "read_graph", "{}");
    assertThat(graph).contains("first", "after the kill", "after the upgrade");

    assertThat(product.user().resolve(".config/systemd/user/quire.service"))
        .content()
        .contains(folder.toRealPath() + "/current/bin/quire");
    assertThat(run(quire, "service", "uninstall").exit()).isZero();
    assertThat(run(quire, "service", "status").exit()).isEqualTo(4);
    assertThat(product.user().resolve(".config/systemd")).doesNotExist();
    assertThat(run(quire, "ps").lines()).containsExactly("No Quire server runs here.");
  }

  private long pid(Path quire) throws Exception {
    within(Scene.START, () -> process(quire).isPresent());
    return process(quire).orElseThrow();
  }

  private Optional<Long> process(Path quire) throws Exception {
    return run(quire, "service", "status").lines().stream()
        .filter(line -> line.startsWith("process "))
        .map(line -> Long.valueOf(line.substring("process ".length()).strip()))
        .findFirst();
  }

  private void add(URI address, String token, String session, String name) throws Exception {
    call(
        address,
        token,
        session,
        "create_entities",
        "{\"entities\":[{\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[]}]}"
            .formatted(name));
  }

  private String call(URI address, String token, String session, String tool, String arguments)
      throws Exception {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
            .formatted(tool, arguments);
    HttpResponse<String> answer =
        retried(request(address, token, body).header("Mcp-Session-Id", session).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"result\"").doesNotContain("\"isError\":true");
    return answer.body();
  }

  private static HttpRequest.Builder request(URI address, String token, String body) {
    return HttpRequest.newBuilder(address)
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json, text/event-stream")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  /** Sends it until it is answered, as a client does whose connection was refused or cut off. */
  private HttpResponse<String> retried(HttpRequest request) throws Exception {
    List<HttpResponse<String>> answers = new ArrayList<>();
    within(
        Scene.START,
        () -> {
          try {
            return answers.add(client.send(request, BodyHandlers.ofString()));
          } catch (IOException nobodyYet) {
            return false;
          }
        });
    return answers.getFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
