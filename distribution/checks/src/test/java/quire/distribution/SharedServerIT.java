package quire.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The shared server as people start it: what it reads, and a kill that no client notices. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a launcher there is another process")
class SharedServerIT {
  private static final Pattern ADDRESS = Pattern.compile("at (http://127\\.0\\.0\\.1:(\\d+)/mcp)");
  private static final String HELLO =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
      "capabilities":{},"clientInfo":{"name":"check","version":"1"}}}\
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();
  private Installation product;
  private Path project;
  private URI address = URI.create("");

  @BeforeEach
  void unpack() throws Exception {
    product = Installation.shared("full", folder.resolve("user"));
    project = folder.resolve("project");
    Files.createDirectories(project.resolve(".git"));
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process server : started) {
      server.destroy();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Session run(Path where, String... words) throws Exception {
    return Session.of(product.command(words).directory(where.toFile()));
  }

  private void serve(int port) throws IOException {
    Process server =
        product
            .command("serve", "--http", "--port", Integer.toString(port))
            .directory(project.toFile())
            .start();
    started.add(server);
    BufferedReader said = server.errorReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher at = ADDRESS.matcher(line);
      if (at.find()) {
        address = URI.create(at.group(1));
        return;
      }
    }
    throw new AssertionError("The server ended without saying where it listens");
  }

  private HttpResponse<String> send(String message, Optional<String> session) throws Exception {
    Path token = product.user().resolve("state/http/token");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + Files.readString(token).strip())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(message));
    session.ifPresent(id -> request.header("Mcp-Session-Id", id));
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private Optional<String> begin() throws Exception {
    HttpResponse<String> hello = send(HELLO, Optional.empty());
    assertThat(hello.statusCode()).as(hello.body()).isEqualTo(200);
    return hello.headers().firstValue("Mcp-Session-Id");
  }

  private String call(Optional<String> session, int id, String tool, String arguments)
      throws Exception {
    String message =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
            .formatted(id, tool, arguments);
    HttpResponse<String> answer = send(message, session);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"id\":" + id);
    return answer.body();
  }

  @Test
  void theUsersOwnMemoryIsNotReadToWhoeverHasAToken() throws Exception {
    Path settings = product.user().resolve(".config/quire");
    Files.createDirectories(settings);
    Files.writeString(settings.resolve("quire.toml"), "scope = \"project+user\"\n");
    assertThat(run(product.user(), "add", "Diary", "likes vanilla tea").exit()).isZero();
    assertThat(run(project, "add", "Checkout", "retries 3 times").exit()).isZero();
    assertThat(run(project, "search", "vanilla").lines().getFirst()).contains("Diary");

    serve(0);
    Optional<String> session = begin();
    assertThat(call(session, 1, "recall", "{\"query\":\"vanilla tea\"}")).doesNotContain("Diary");
    assertThat(call(session, 2, "open_nodes", "{\"names\":[\"Diary\"]}"))
        .doesNotContain("likes vanilla");
    assertThat(call(session, 3, "read_graph", "{}"))
        .contains("Checkout")
        .doesNotContain("likes vanilla");
  }

  /** {@return a port that the system gives to nobody who asks for any} */
  private static int port() throws IOException {
    Random random = new Random();
    while (true) {
      int port = 20_000 + random.nextInt(10_000);
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (BindException taken) {
        // Another one, then.
      }
    }
  }

  @Test
  void aClientGoesOnWithTheServerThatWasKilledAndStartedAgain() throws Exception {
    serve(port());
    Optional<String> session = begin();
    for (int i = 0; i < 3; i++) {
      call(session, i, "create_entities", entity("before " + i));
    }
    started.removeLast().destroyForcibly().waitFor();

    serve(address.getPort());
    call(session, 4, "create_entities", entity("after"));
    assertThat(call(session, 5, "read_graph", "{}"))
        .contains("before 0", "before 1", "before 2", "after");
  }

  private static String entity(String name) {
    return "{\"entities\":[{\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[]}]}"
        .formatted(name);
  }
}
