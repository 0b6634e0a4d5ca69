package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import quire.conformance.HeapMemoryStore;
import quire.mcp.catalog.ServerLimits;
import quire.mcp.json.JsonTree;
import tools.jackson.core.JacksonException;

/** The checklist's row TO-09: clients that ask more than they read. */
final class PressureTest {
  private static final int MANY = 10_000;

  @Test
  void to09_tenThousandCallsWithoutReadingAreAllAnsweredOrRefused() {
    try (Peer peer = Peer.legacy()) {
      peer.out().stop(true);
      for (int i = 0; i < MANY; i++) {
        peer.send("" + i, "tools/call", Peer.toolCall("read_graph", "{}"));
      }
      peer.send("\"last\"", "ping", "{}");
      peer.out().stop(false);
      Set<String> ids = new HashSet<>();
      for (int i = 0; i <= MANY; i++) {
        Reply reply = peer.next();
        assertThat(ids.add(String.valueOf(reply.at("id")))).isTrue();
        assertThat(reply.at("error") == null || reply.text().contains("send it again")).isTrue();
      }
      assertThat(ids).hasSize(MANY + 1);
    }
  }

  @Test
  void to09_whatExceedsTheQueueIsRefusedAloud() throws InterruptedException {
    HeapMemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    try (Peer peer = new Peer(() -> store, limits(10, 1 << 20))) {
      peer.initialize("2025-11-25");
      peer.out().stop(true);
      for (int i = 0; i < 100; i++) {
        peer.send("" + i, "tools/call", Peer.toolCall("read_graph", "{}"));
      }
      peer.in().awaitAllRead();
      peer.out().stop(false);
      int refused = 0;
      for (int i = 0; i < 100; i++) {
        refused += peer.next().isError() ? 1 : 0;
      }
      assertThat(refused).isEqualTo(90);
      assertThat(peer.call("read_graph", "{}").isError()).isFalse();
    }
  }

  @Test
  void to09_theBytesOfWaitingCallsAreBoundedToo() throws InterruptedException {
    HeapMemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    try (Peer peer = new Peer(() -> store, limits(1_000, 1_000))) {
      peer.initialize("2025-11-25");
      peer.out().stop(true);
      String large = Peer.toolCall("search_nodes", "{\"query\":\"%s\"}".formatted("x".repeat(800)));
      for (int i = 0; i < 10; i++) {
        peer.send("" + i, "tools/call", large);
      }
      peer.in().awaitAllRead();
      peer.out().stop(false);
      int refused = 0;
      for (int i = 0; i < 10; i++) {
        refused += peer.next().isError() ? 1 : 0;
      }
      assertThat(refused).isEqualTo(9);
    }
  }

  @Test
  void aClientThatNeverReadsDoesNotKeepTheServerFromEnding() {
    Peer peer = Peer.legacy();
    peer.out().stop(true);
    for (int i = 0; i < 100; i++) {
      peer.send("" + i, "tools/call", Peer.toolCall("read_graph", "{}"));
    }
    peer.end();
    assertThat(peer.serving()).isFalse();
  }

  @Test
  void anAnswerOfAnySizeTakesBoundedMemory() {
    SyntheticStore store = new SyntheticStore(2_000, "y".repeat(5_000));
    try (Peer peer = Peer.unlimited(store)) {
      peer.initialize("2025-11-25");
      Reply graph = peer.call("read_graph", "{}");
      assertThat(graph.entityNames()).hasSize(2_000);
      assertThat(graph.count("relations")).isEqualTo(1);
      assertThat(graph.text()).hasSizeGreaterThan(20_000_000).endsWith("\"precedes\"}]}");
      Reply resource = peer.ask("resources/read", "{\"uri\":\"memory://knowledge-graph\"}");
      assertThat(resource.at("result", "contents", 0, "text")).isEqualTo(graph.text());
    }
  }

  @Test
  void aLargeAnswerAndSmallOnesDoNotMix() {
    SyntheticStore store = new SyntheticStore(1_000, "y".repeat(500));
    try (Peer peer = Peer.unlimited(store)) {
      peer.initialize("2025-11-25");
      for (int i = 0; i < 20; i++) {
        peer.send("" + i, "tools/call", Peer.toolCall("read_graph", "{}"));
        peer.send("\"p" + i + "\"", "ping", "{}");
        peer.send("\"d" + i + "\"", "tools/call", Peer.toolCall("recent_changes", "{}"));
      }
      for (int i = 0; i < 60; i++) {
        assertThat(peer.next().isError()).isFalse();
      }
    }
  }

  @Test
  void aFailureInTheMiddleOfTheStructureIsAnErrorInASoundMessage() {
    try (Peer peer = Peer.unlimited(new SyntheticStore(2_000, "y".repeat(5_000), 1_000, 0))) {
      peer.initialize("2025-11-25");
      Reply reply = peer.call("read_graph", "{}");
      assertThat(reply.at("result", "isError")).isEqualTo(true);
      assertThat(reply.text()).contains("entity 1000 is damaged");
    }
  }

  @Test
  void aFailureInTheMiddleOfTheTextIsAnErrorInASoundMessage() {
    try (Peer peer = Peer.unlimited(new SyntheticStore(2_000, "y".repeat(5_000), 1_000, 1))) {
      peer.initialize("2025-11-25");
      Reply reply = peer.call("read_graph", "{}");
      assertThat(reply.at("result", "isError")).isEqualTo(true);
      assertThat(String.valueOf(reply.at("result", "content", 1, "text")))
          .contains("entity 1000 is damaged");
    }
  }

  @Test
  void aFailureInTheMiddleOfAResourceLeavesItsTextVisiblyCut() {
    try (Peer peer = Peer.unlimited(new SyntheticStore(2_000, "y".repeat(5_000), 1_000, 0))) {
      peer.initialize("2025-11-25");
      Reply reply = peer.ask("resources/read", "{\"uri\":\"memory://knowledge-graph\"}");
      byte[] text =
          String.valueOf(reply.at("result", "contents", 0, "text"))
              .getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> JsonTree.parse(text)).isInstanceOf(JacksonException.class);
      assertThat(String.valueOf(reply.at("result", "_meta", "quire/error"))).contains("damaged");
    }
  }

  @Test
  void aFailureBeforeAnythingHasLeftIsAnOrdinaryError() {
    try (Peer peer = Peer.unlimited(new SyntheticStore(20, "y", 10, 0))) {
      peer.initialize("2025-11-25");
      Reply reply = peer.call("read_graph", "{}");
      assertThat(reply.text()).contains("entity 10 is damaged");
      assertThat(reply.at("result", "structuredContent")).isNull();
    }
  }

  @Test
  void anAnswerTooLargeForABatchIsRefusedThere() {
    try (Peer peer = Peer.unlimited(new SyntheticStore(2_000, "y".repeat(5_000)))) {
      peer.initialize("2025-03-26");
      peer.send(
          "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"read_graph\"}}]");
      assertThat(peer.next().json()).contains("too large for a batch");
    }
  }

  private static ServerLimits limits(int waitingCalls, int waitingBytes) {
    ServerLimits usual = ServerLimits.STANDARD;
    return new ServerLimits(
        usual.messageBytes(),
        2,
        waitingCalls,
        waitingBytes,
        usual.answerBytes(),
        usual.pageSize(),
        usual.deadline(),
        usual.drain(),
        Duration.ofMillis(10));
  }
}
