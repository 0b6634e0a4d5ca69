package quire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.Author;
import quire.api.ChangeQuery;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;

/** What each request meets, in the order in which it meets it. */
@Timeout(120)
class SharedServerTest {
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

  @TempDir private Path folder;

  private final MemoryStore store = new HeapMemoryStore(Clock.systemUTC());
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.start(store, folder);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private String head(String target, String... lines) {
    return "POST %s HTTP/1.1\r\n%s\r\nContent-Length: 30000000\r\n\r\n"
        .formatted(target, String.join("\r\n", lines));
  }

  private String host() {
    return "Host: 127.0.0.1:" + server.port();
  }

  private String bearer() {
    return "Authorization: Bearer " + server.token();
  }

  @Test
  void whatIsRefusedIsRefusedBeforeAByteOfTheBodyIsRead() throws Exception {
    List<String> answers = new ArrayList<>();
    long begun = System.nanoTime();
    answers.add(server.raw(head("/mcpx", host(), bearer())));
    answers.add(server.raw(head("/mcp", "Host: evil.example", bearer())));
    answers.add(server.raw(head("/mcp", host(), "Origin: http://evil.example", bearer())));
    answers.add(server.raw(head("/mcp", host(), "Origin: null", bearer())));
    answers.add(server.raw(head("/mcp", host())));
    answers.add(server.raw(head("/mcp", host(), bearer(), "Content-Type: text/plain")));
    answers.add(
        server.raw(
            head("/mcp", host(), bearer(), "Content-Type: application/json", "Accept: image/png")));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThat(answers)
        .extracting(answer -> answer.split(" ")[1])
        .containsExactly("404", "403", "403", "403", "401", "415", "406");
    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer).contains("application/json", "\"error\""));
  }

  @Test
  void aRequestUnderAnotherNameIsRefusedHoweverItIsPut() throws Exception {
    assertThat(server.raw(head("/mcp", bearer()))).contains(" 400 ");
    assertThat(server.raw(head("/mcp", host(), "Host: evil.example", bearer()))).contains(" 400 ");
    assertThat(server.raw(head("http://evil.example/mcp", host(), bearer()))).contains(" 403 ");
    assertThat(server.raw(head("/mcp", "Host: 127.0.0.1:1", bearer()))).contains(" 403 ");
    assertThat(server.raw(head("/mcp", host() + ".evil.example", bearer()))).contains(" 403 ");
  }

  @Test
  void aLongBodyIsRefusedWhateverItSaysOfItself() throws Exception {
    int longest = 33 << 20;
    assertThat(
            server.raw(
                "POST /mcp HTTP/1.1\r\n%s\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                    .formatted(host(), bearer(), longest + 1)))
        .contains(" 413 ");
    assertThat(chunked(longest + 1)).contains(" 413 ");
    assertThat(server.post(RunningServer.HELLO.formatted("2025-11-25")).statusCode())
        .isEqualTo(200);
  }

  private String chunked(int length) throws Exception {
    byte[] piece = new byte[1 << 16];
    Arrays.fill(piece, (byte) ' ');
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      var out = socket.getOutputStream();
      out.write(
          "POST /mcp HTTP/1.1\r\n%s\r\n%s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              .formatted(host(), bearer())
              .getBytes(StandardCharsets.US_ASCII));
      for (int sent = 0; sent < length; sent += piece.length) {
        out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(piece);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      byte[] answer = new byte[1_000];
      int count = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, count), StandardCharsets.UTF_8);
    }
  }

  @Test
  void anUnknownTokenIsToldApartFromAnUnknownMethodAndGuessingIsSlowed() {
    var wrong = server.request().setHeader("Authorization", "Bearer wrong").GET().build();
    HttpResponse<String> first = server.send(wrong);
    assertThat(first.statusCode()).isEqualTo(401);
    assertThat(first.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"quire\"");
    for (int i = 0; i < 9; i++) {
      assertThat(server.send(wrong).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> late = server.send(wrong);
    assertThat(late.statusCode()).isEqualTo(429);
    assertThat(late.headers().firstValue("Retry-After")).isPresent();
    assertThat(server.post(RunningServer.HELLO.formatted("2025-06-18")).statusCode())
        .as("the right token")
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v999.0.0", "2099-01-01"})
  void aVersionThatNobodyServesIsAnsweredWithThoseThatAreAndTheIdOfTheRequest(String version) {
    HttpResponse<String> answer =
        server.send(
            server
                .request("MCP-Protocol-Version", version, "Mcp-Method", "server/discover")
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"jsonrpc":"2.0","id":301,"method":"server/discover","params":{"_meta":{\
                        "io.modelcontextprotocol/protocolVersion":"%s",\
                        "io.modelcontextprotocol/clientCapabilities":{}}}}\
                        """
                            .formatted(version)))
                .build());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"id\":301", "-32022", "\"supported\"", "2026-07-28", version);
  }

  @Test
  void aTokenIsNeverTakenFromTheAddress() throws Exception {
    assertThat(server.raw(head("/mcp?access_token=" + server.token(), host()))).contains(" 401 ");
  }

  @Test
  void aRotatedTokenIsRefusedAtOnce() throws Exception {
    server.tokens().rotate();
    assertThat(server.post(LIST).statusCode()).isEqualTo(401);
  }

  @Test
  void theNameOfATokenIsTheAuthorWhateverTheClientSays() throws Exception {
    String token = server.tokens().add("codex", true);
    HttpResponse<String> written =
        server.send(
            modern(RunningServer.create("Ada"), "tools/call", "create_entities")
                .setHeader("Authorization", "Bearer " + token)
                .build());
    assertThat(written.body()).contains("\"Ada\"");
    assertThat(store.changes(ChangeQuery.after(0, 10)))
        .singleElement()
        .extracting(change -> change.author().client())
        .isEqualTo("codex");
  }

  @Test
  void aTokenForReadingWritesNothingInEitherEra() throws Exception {
    String token = server.tokens().add("viewer", false);
    HttpResponse<String> modern =
        server.send(
            modern(RunningServer.create("Ada"), "tools/call", "create_entities")
                .setHeader("Authorization", "Bearer " + token)
                .build());
    assertThat(modern.statusCode()).isEqualTo(403);
    assertThat(modern.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("insufficient_scope");
    String session =
        server
            .send(
                server
                    .request()
                    .setHeader("Authorization", "Bearer " + token)
                    .POST(BodyPublishers.ofString(RunningServer.HELLO.formatted("2025-03-26")))
                    .build())
            .headers()
            .firstValue("Mcp-Session-Id")
            .orElseThrow();
    for (String body :
        List.of(RunningServer.create("Ada"), "[" + RunningServer.create("Ada") + "]")) {
      HttpResponse<String> legacy =
          server.send(
              server
                  .request("Mcp-Session-Id", session)
                  .setHeader("Authorization", "Bearer " + token)
                  .POST(BodyPublishers.ofString(body))
                  .build());
      assertThat(legacy.statusCode()).as(body).isEqualTo(403);
    }
    assertThat(store.lastSequence()).isZero();
  }

  private HttpRequest.Builder modern(String body, String method, String name) {
    String meta =
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{},\"io.modelcontextprotocol/clientInfo\":{\"name\":\"someone\",\"version\":\"1\"}},";
    return server
        .request("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method, "Mcp-Name", name)
        .POST(BodyPublishers.ofString(body.replace("\"params\":{", "\"params\":{" + meta)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "OPTIONS", "HEAD", "TRACE"})
  void anotherMethodIsRefusedAndNoOtherPageIsInvited(String method) {
    HttpResponse<String> refused =
        server.send(server.request().method(method, BodyPublishers.noBody()).build());
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).hasValue("POST, GET, DELETE");
    assertThat(refused.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
  }

  @Test
  void aLargeAnswerIsWholeAndOneThatNobodyReadsHoldsNobodyUp() throws Exception {
    String text = "x".repeat(100_000);
    List<Entity> entities = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      entities.add(new Entity("e" + i, "t", List.of(text + i)));
    }
    store.createEntities(entities, new Author("test", "s"));
    String[] session = server.session("2025-11-25");
    String graph =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"resources/read\",\"params\":{\"uri\":\"memory://knowledge-graph\"}}";
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        silent.add(unread(graph, session[1]));
      }
      HttpResponse<String> answer = server.post(graph, session);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).hasSizeGreaterThan(10_000_000).endsWith("}\n");
      long begun = System.nanoTime();
      assertThat(server.post(RunningServer.create("small"), session).body()).contains("small");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private Socket unread(String body, String session) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket
        .getOutputStream()
        .write(
            "POST /mcp HTTP/1.1\r\n%s\r\n%s\r\nMcp-Session-Id: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(host(), bearer(), session, body.length(), body)
                .getBytes(StandardCharsets.UTF_8));
    InputStream in = socket.getInputStream();
    assertThat(in.read()).as("the answer begins").isEqualTo('H');
    return socket;
  }
}
