package quire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.api.Observations;
import quire.conformance.HeapMemoryStore;
import quire.http.RunningServer.Events;

/** Streams of events, which are followed in the store's log. */
@Timeout(120)
class StreamTest {
  private static final String GRAPH = "memory://knowledge-graph";
  private static final Author ELSEWHERE = new Author("another process", "s");

  @TempDir private Path folder;

  private final MemoryStore store = new HeapMemoryStore(Clock.systemUTC());

  private void writeElsewhere(String name) {
    store.createEntities(List.of(new Entity(name, "t", List.of())), ELSEWHERE);
  }

  private static String[] with(String[] headers, String... more) {
    return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aWriteOfAnotherProcessIsToldWithinAThirdOfASecond() throws Exception {
    try (RunningServer server = RunningServer.start(store, folder)) {
      String[] session = server.session("2025-11-25");
      server.post(RunningServer.subscribe(GRAPH), session);
      try (Events events = server.stream(session)) {
        events.next("id: ");
        long begun = System.nanoTime();
        writeElsewhere("Ada");
        assertThat(events.next("data: {")).contains("resources/updated", GRAPH);
        // Three times as long, because other programs run on this machine.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void whoComesBackWithAnIdHearsWhatHappenedMeanwhileAlsoFromTheNextServer() throws Exception {
    int port;
    String[] session;
    String last;
    try (RunningServer server = RunningServer.start(store, folder)) {
      port = server.port();
      session = server.session("2025-11-25");
      server.post(RunningServer.subscribe(GRAPH), session);
      try (Events events = server.stream(session)) {
        last = events.next("id: ").substring("id: ".length());
      }
    }
    writeElsewhere("meanwhile");
    try (RunningServer next = RunningServer.start(store, folder, port);
        Events events = next.stream(with(session, "Last-Event-ID", last))) {
      assertThat(events.next("data: {")).contains("resources/updated", GRAPH);
    }
  }

  @Test
  void whoComesBackWithTheIdOfTheLastEventHearsNothingTwice() throws Exception {
    try (RunningServer server = RunningServer.start(store, folder)) {
      String[] session = server.session("2025-11-25");
      server.post(RunningServer.subscribe(GRAPH), session);
      String last;
      try (Events events = server.stream(session)) {
        events.next("id: ");
        writeElsewhere("one");
        last = events.next("id: ").substring("id: ".length());
        events.next("data: {");
      }
      try (Events events = server.stream(with(session, "Last-Event-ID", last))) {
        events.next("id: ");
        writeElsewhere("two");
        events.next("data: {");
        assertThat(events.left()).noneMatch(line -> line.contains("updated"));
      }
    }
  }

  @Test
  void onlyTheRevisionThatKnowsItGetsAnEventWithoutData() throws Exception {
    try (RunningServer server = RunningServer.start(store, folder)) {
      String[] session = server.session("2025-06-18");
      server.post(RunningServer.subscribe(GRAPH), session);
      try (Events events = server.stream(session)) {
        writeElsewhere("Ada");
        assertThat(events.next("data:")).contains("updated");
      }
    }
  }

  @Test
  void ofTwoStreamsOneTellsAndTheOtherTakesOverWhenItCloses() throws Exception {
    try (RunningServer server = RunningServer.start(store, folder)) {
      String[] session = server.session("2025-11-25");
      server.post(RunningServer.subscribe(GRAPH), session);
      try (Events older = server.stream(session)) {
        older.next("data:");
        try (Events newer = server.stream(session)) {
          newer.next("data:");
          writeElsewhere("one");
          newer.next("data: {");
          assertThat(older.left()).noneMatch(line -> line.contains("updated"));
        }
        // That the newer one is gone shows when something is sent to it.
        for (int i = 0; older.left().stream().noneMatch(line -> line.contains("updated")); i++) {
          writeElsewhere("more" + i);
          Thread.sleep(20);
          assertThat(i).as("rounds").isLessThan(1_000);
        }
      }
    }
  }

  @Test
  void aRequestToListenIsAcknowledgedToldAndEndedWithAResult() throws Exception {
    try (RunningServer server = RunningServer.start(store, folder);
        Events events =
            server.events(
                server
                    .request(
                        "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "subscriptions/listen")
                    .POST(
                        BodyPublishers.ofString(
                            """
                            {"jsonrpc":"2.0","id":"l","method":"subscriptions/listen","params":{\
                            "notifications":{"resourceSubscriptions":["%s"]},"_meta":{\
                            "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                            "io.modelcontextprotocol/clientCapabilities":{}}}}\
                            """
                                .formatted(GRAPH)))
                    .build())) {
      assertThat(events.next("data: ")).contains("subscriptions/acknowledged", "\"l\"");
      writeElsewhere("Ada");
      assertThat(events.next("data: ")).contains("resources/updated", GRAPH, "\"l\"");
      server.end();
      assertThat(events.next("data: ")).contains("\"result\"", "\"l\"");
      events.next("END");
    }
  }

  @Test
  void anEntityTellsOfItselfAlone() throws Exception {
    try (RunningServer server = RunningServer.start(store, folder)) {
      String[] session = server.session("2025-11-25");
      writeElsewhere("Ada");
      server.post(RunningServer.subscribe("memory://entity/Ada"), session);
      try (Events events = server.stream(session)) {
        events.next("data:");
        writeElsewhere("Charles");
        store.addObservations(List.of(new Observations("Ada", List.of("x"))), ELSEWHERE);
        assertThat(events.next("data: {")).contains("memory://entity/Ada");
      }
    }
  }
}
