package quire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quire.api.StoreInterruptedException;
import quire.http.FixtureTools.FixtureTool;
import quire.http.RunningServer.Events;
import quire.mcp.catalog.ServerLimits;
import quire.mcp.catalog.Tool;
import quire.mcp.protocol.Channel.BrokenException;
import quire.mcp.protocol.Result;

/**
 * What a call says before its answer makes a stream of it, of which the answer is the last event.
 */
@Timeout(240)
class StreamedAnswerTest {
  /** Many of these fill what the server holds and what the system does between the two. */
  private static final int PIECE = 64 << 10;

  /** Far more than fits there: 64 MB, so that a tool which nobody holds back ends all the same. */
  private static final int MOST_PIECES = 1_000;

  @TempDir private Path folder;

  private RunningServer server(Tool<?>... further) throws Exception {
    return server(ServerLimits.STANDARD, further);
  }

  private RunningServer server(ServerLimits limits, Tool<?>... further) throws Exception {
    List<Tool<?>> tools = new ArrayList<>(FixtureTools.all());
    tools.addAll(List.of(further));
    return RunningServer.fixture(FixtureServer.service(tools, limits), folder, List.of());
  }

  private static Tool<?> tool(Function<FixtureCall, Result> action) {
    return new FixtureTool("test", action);
  }

  private static byte[] told(String text) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"%s\"}}\n"
        .formatted(text)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static HttpRequest modern(RunningServer server, String tool) {
    String meta =
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{},\"progressToken\":\"p\"},";
    return server
        .request("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", tool)
        .POST(
            BodyPublishers.ofString(
                RunningServer.call(tool, "{}").replace("\"params\":{", "\"params\":{" + meta)))
        .build();
  }

  @Test
  void whatACallTellsComesAsEventsBeforeItsAnswerAndAnotherAnswerIsOneObject() throws Exception {
    try (RunningServer server = server()) {
      HttpResponse<String> stream = server.send(modern(server, "test_tool_with_progress"));
      assertThat(stream.statusCode()).isEqualTo(200);
      assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
      assertThat(stream.headers().firstValue("X-Accel-Buffering")).hasValue("no");
      List<String> events = List.of(stream.body().split("(?<=\n\n)"));
      assertThat(events)
          .allSatisfy(event -> assertThat(event).matches("event: message\ndata: \\{.*}\n\n"))
          .hasSize(4);
      assertThat(events.subList(0, 3)).allMatch(event -> event.contains("\"progressToken\":\"p\""));
      assertThat(events.getLast()).contains("\"id\":7", "\"result\"", "Done");

      HttpResponse<String> object = server.send(modern(server, "test_simple_text"));
      assertThat(object.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(object.body()).startsWith("{").contains("\"id\":7").endsWith("}\n");
    }
  }

  @Test
  void aClientThatTakesNoEventsGetsTheAnswerAlone() throws Exception {
    try (RunningServer server = server()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  modern(server, "test_tool_with_progress"),
                  (name, value) -> !name.equalsIgnoreCase("Accept"))
              .header("Accept", "application/json")
              .build();
      HttpResponse<String> answer = server.send(request);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(answer.body()).startsWith("{").contains("\"id\":7", "Done");
    }
  }

  @Test
  void whatACallAsksIsReadBeforeItsAnswerIsThereAndAnsweredByAnotherRequest() throws Exception {
    try (RunningServer server = server()) {
      String[] session = server.session("2025-11-25");
      try (Events events = asking(server, session)) {
        String asked = events.next("data: ");
        assertThat(asked).contains("sampling/createMessage");
        String id = asked.replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
        HttpResponse<String> taken =
            server.post(
                "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":{\"model\":\"m-1\"}}".formatted(id),
                session);
        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(events.next("data: ")).contains("\"id\":7", "LLM response: m-1");
        events.next("END");
      }
    }
  }

  private static Events asking(RunningServer server, String[] session) throws Exception {
    return server.events(
        server
            .request(session)
            .POST(BodyPublishers.ofString(RunningServer.call("test_sampling", "{}")))
            .build());
  }

  @Test
  void anAnswerOfAnySizeIsTheLastEvent() throws Exception {
    String text = "x".repeat(3_000_000);
    Tool<?> tool =
        tool(
            call -> {
              call.send(told("one"));
              return FixtureTools.text(text);
            });
    try (RunningServer server = server(tool)) {
      String[] events = server.send(modern(server, "test")).body().split("(?<=\n\n)");
      assertThat(events).hasSize(2);
      assertThat(events[1]).startsWith("event: message\ndata: {").contains(text).endsWith("}\n\n");
    }
  }

  @Test
  void aLargeAnswerThatNobodyReadsHoldsNoCall() throws Exception {
    Tool<?> tool =
        tool(
            call -> {
              call.send(told("one"));
              return FixtureTools.text("x".repeat(16 << 20));
            });
    try (RunningServer server = server(tool);
        Socket _ = unread(server)) {
      awaitMetric(server, "quire_http_calls_running 0", 20);
      awaitMetric(server, "quire_http_requests_open 2", 20);
    }
  }

  @Test
  void anAnswerThatCannotBeKeptEndsItsStreamWithAnErrorThatHasItsId() throws Exception {
    Tool<?> tool =
        tool(
            call -> {
              call.send(told("one"));
              return FixtureTools.text("x".repeat(3_000_000));
            });
    try (RunningServer server = server(tool)) {
      Path files = folder.resolve("http");
      try (Stream<Path> all = Files.walk(files)) {
        for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
      Files.writeString(files, "no folder");
      HttpResponse<String> stream = server.send(modern(server, "test"));
      assertThat(stream.body())
          .endsWith("}\n\n")
          .contains("\"id\":7", "-32603", "could not be kept");
    }
  }

  @Test
  void aCallThatIsCancelledEndsItsStreamWithoutAnAnswer() throws Exception {
    try (RunningServer server = server()) {
      String[] session = server.session("2025-11-25");
      try (Events events = asking(server, session)) {
        events.next("data: ");
        String cancelled =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}";
        assertThat(server.post(cancelled, session).statusCode()).isEqualTo(202);
        events.next("");
        assertThat(events.next("")).isEqualTo("END");
      }
    }
  }

  @Test
  void theEndOfTheServerEndsAStreamInOrderWhoseCallIsNotDone() throws Exception {
    CompletableFuture<Boolean> began = new CompletableFuture<>();
    Tool<?> tool =
        tool(
            call -> {
              began.complete(true);
              return call.ask("roots/list", "{}");
            });
    try (RunningServer server = server(tool)) {
      String[] session = server.session("2025-11-25");
      CompletableFuture<HttpResponse<String>> stream =
          CompletableFuture.supplyAsync(
              () -> server.post(RunningServer.call("test", "{}"), session));
      began.get(20, TimeUnit.SECONDS);
      long begun = System.nanoTime();
      server.end();
      assertThat(stream.get(20, TimeUnit.SECONDS).body()).contains("roots/list").endsWith("}\n\n");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void whoTellsMoreThanIsReadWaitsAndNobodyElseDoesUntilTheReaderIsGone() throws Exception {
    AtomicInteger pieces = new AtomicInteger();
    CompletableFuture<Thread> began = new CompletableFuture<>();
    CompletableFuture<String> ended = new CompletableFuture<>();
    try (RunningServer server = server(endless(pieces, began, ended))) {
      try (Socket _ = unread(server)) {
        awaitWaiting(began.get(20, TimeUnit.SECONDS), pieces);
        assertThat(server.send(modern(server, "test_simple_text")).statusCode()).isEqualTo(200);
      }
      assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("The client no longer reads");
      assertThat(pieces).as("what fits between the two").hasValueLessThan(MOST_PIECES / 2);
    }
  }

  @Test
  void whoTellsMoreThanIsReadWaitsNoLongerThanACallMayTakeAndIsAnsweredSo() throws Exception {
    ServerLimits usual = ServerLimits.STANDARD;
    ServerLimits limits =
        new ServerLimits(
            usual.messageBytes(),
            usual.runningCalls(),
            usual.waitingCalls(),
            usual.waitingBytes(),
            usual.answerBytes(),
            usual.pageSize(),
            Duration.ofSeconds(1),
            usual.drain(),
            usual.poll());
    CompletableFuture<String> ended = new CompletableFuture<>();
    Tool<?> endless = endless(new AtomicInteger(), new CompletableFuture<>(), ended);
    try (RunningServer server = server(limits, endless);
        Socket late = unread(server)) {
      assertThat(ended.get(20, TimeUnit.SECONDS)).contains("its client did not read");
      late.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
      Scanner answer = new Scanner(late.getInputStream(), StandardCharsets.UTF_8);
      assertThat(answer.findWithinHorizon("\"id\":7.*took longer than 1 s", 0)).isNotNull();
    }
  }

  @Test
  @Tag("long")
  void aReaderThatDoesNotReadIsCutAsFromEveryStream() throws Exception {
    CompletableFuture<String> ended = new CompletableFuture<>();
    Tool<?> endless = endless(new AtomicInteger(), new CompletableFuture<>(), ended);
    try (RunningServer server = server(endless);
        Socket _ = unread(server)) {
      awaitMetric(server, "quire_http_requests_open 1", 100);
      assertThat(ended).isDone();
    }
  }

  @Test
  void nothingIsTakenAfterTheAnswer() throws Exception {
    CompletableFuture<FixtureCall> late = new CompletableFuture<>();
    Tool<?> tool =
        tool(
            call -> {
              late.complete(call);
              call.send(told("one"));
              return FixtureTools.text("two");
            });
    try (RunningServer server = server(tool)) {
      assertThat(server.send(modern(server, "test")).body()).contains("one", "two");
      assertThatThrownBy(() -> late.get(20, TimeUnit.SECONDS).send(told("three")))
          .isInstanceOf(BrokenException.class);
    }
  }

  /** A tool that tells pieces of 64 KiB for as long as somebody takes them. */
  private static Tool<?> endless(
      AtomicInteger pieces, CompletableFuture<Thread> began, CompletableFuture<String> ended) {
    byte[] piece = told("x".repeat(PIECE));
    return tool(
        call -> {
          began.complete(Thread.currentThread());
          try {
            while (pieces.get() < MOST_PIECES) {
              call.send(piece);
              pieces.incrementAndGet();
            }
            ended.complete("");
          } catch (BrokenException | StoreInterruptedException gone) {
            ended.complete(String.valueOf(gone.getMessage()));
            throw gone;
          }
          return FixtureTools.text("");
        });
  }

  private static String metrics(RunningServer server) {
    URI address = URI.create(server.address().toString().replace("/mcp", "/metrics"));
    return server.send(server.request().uri(address).build()).body();
  }

  private static void awaitMetric(RunningServer server, String line, int seconds)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!metrics(server).contains(line + "\n")) {
      assertThat(System.nanoTime()).as("the time for " + line).isLessThan(end);
      Thread.sleep(20);
    }
  }

  /** Until the thread has not come further for a while. */
  private static void awaitWaiting(Thread thread, AtomicInteger pieces) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (int before = -1; before != pieces.get() || thread.getState() != Thread.State.WAITING; ) {
      assertThat(System.nanoTime()).as("the time by which it waits").isLessThan(end);
      before = pieces.get();
      Thread.sleep(200);
    }
  }

  /** {@return a connection on which the tool was called and nothing is read but its first byte} */
  private static Socket unread(RunningServer server) throws Exception {
    String body = RunningServer.call("test", "{}");
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket
        .getOutputStream()
        .write(
            "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\nMcp-Session-Id: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(
                    server.port(),
                    server.token(),
                    server.session("2025-11-25")[1],
                    body.length(),
                    body)
                .getBytes(StandardCharsets.UTF_8));
    InputStream in = socket.getInputStream();
    assertThat(in.read()).as("the stream begins").isEqualTo('H');
    return socket;
  }
}
