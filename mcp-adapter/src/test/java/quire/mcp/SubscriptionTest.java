package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.mcp.MessageTest.assertCode;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import quire.api.Author;
import quire.api.Entity;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;

/** The checklist's rows SU. */
final class SubscriptionTest {
  private static final String GRAPH = "{\"uri\":\"memory://knowledge-graph\"}";
  private static final String UPDATED = "notifications/resources/updated";
  private static final String ID = "io.modelcontextprotocol/subscriptionId";

  private static String entity(String name) {
    return "{\"entities\":[{\"name\":\"%s\",\"entityType\":\"t\",\"observations\":[]}]}"
        .formatted(name);
  }

  private static String listen(String... uris) {
    return "{\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"%s\"]},%s}"
        .formatted(String.join("\",\"", uris), Peer.META);
  }

  @Test
  void su06_aSubscriberHearsOfAChangeBeforeItIsAnswered() {
    try (Peer peer = Peer.legacy()) {
      assertThat(peer.ask("resources/subscribe", GRAPH).at("result")).isEqualTo(Map.of());
      for (String name : List.of("a", "b", "c")) {
        peer.send("\"w\"", "tools/call", Peer.toolCall("create_entities", entity(name)));
        Reply first = peer.next();
        assertThat(first.at("method")).isEqualTo(UPDATED);
        assertThat(first.at("params", "uri")).isEqualTo("memory://knowledge-graph");
        assertThat(peer.next().at("id")).isEqualTo("w");
      }
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void su06_nobodyHearsWithoutASubscriptionOrAfterItOrOfNothing() {
    try (Peer peer = Peer.legacy()) {
      peer.call("create_entities", entity("a"));
      peer.ask("resources/subscribe", GRAPH);
      peer.call("create_entities", entity("a"));
      peer.call("delete_entities", "{\"entityNames\":[\"nobody\"]}");
      peer.ask("resources/unsubscribe", GRAPH);
      peer.call("create_entities", entity("b"));
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void by10_anUnknownUriCannotBeSubscribed() {
    try (Peer peer = Peer.legacy()) {
      assertCode(peer.ask("resources/subscribe", "{\"uri\":\"memory://none\"}"), -32602);
      assertCode(peer.ask("resources/unsubscribe", "{\"uri\":\"memory://none\"}"), -32602);
    }
  }

  @Test
  void su06_anEntityCanBeWatchedByItself() {
    try (Peer peer = Peer.legacy()) {
      peer.ask("resources/subscribe", "{\"uri\":\"memory://entity/a\"}");
      peer.call("create_entities", entity("b"));
      assertThat(peer.pending()).isEmpty();
      peer.send("\"w\"", "tools/call", Peer.toolCall("create_entities", entity("a")));
      assertThat(peer.next().at("params", "uri")).isEqualTo("memory://entity/a");
    }
  }

  @Test
  void su07_writesOfAnotherProcessAreNoticed() {
    MemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    try (Peer peer = new Peer(store)) {
      peer.initialize("2025-11-25");
      peer.ask("resources/subscribe", GRAPH);
      store.createEntities(
          List.of(new Entity("a", "t", List.of())), new Author("other", "process"));
      assertThat(peer.next().at("method")).isEqualTo(UPDATED);
    }
  }

  @Test
  void su01_su02_theAcknowledgementComesFirstAndEachMessageCarriesTheId() {
    try (Peer peer = new Peer()) {
      peer.send(
          "\"sub\"", "subscriptions/listen", listen("memory://knowledge-graph", "memory://none"));
      Reply acknowledged = peer.next();
      assertThat(acknowledged.at("method")).isEqualTo("notifications/subscriptions/acknowledged");
      assertThat(acknowledged.at("params", "_meta", ID)).isEqualTo("sub");
      assertThat(acknowledged.at("params", "notifications"))
          .isEqualTo(Map.of("resourceSubscriptions", List.of("memory://knowledge-graph")));
      peer.send(
          "\"w\"",
          "tools/call",
          "{\"name\":\"create_entities\",\"arguments\":%s,%s}".formatted(entity("a"), Peer.META));
      Reply updated = peer.next();
      assertThat(updated.at("method")).isEqualTo(UPDATED);
      assertThat(updated.at("params", "_meta", ID)).isEqualTo("sub");
      assertThat(peer.next().at("id")).isEqualTo("w");
    }
  }

  @Test
  void su03_su04_severalListenAtOnceAndACancelEndsOne() {
    try (Peer peer = Peer.legacy()) {
      peer.send("1", "subscriptions/listen", listen("memory://knowledge-graph"));
      peer.send("2", "subscriptions/listen", listen("memory://knowledge-graph"));
      peer.notification("notifications/subscriptions/acknowledged");
      peer.notification("notifications/subscriptions/acknowledged");
      peer.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
      peer.send("\"w\"", "tools/call", Peer.toolCall("create_entities", entity("a")));
      assertThat(peer.next().at("params", "_meta", ID)).isEqualTo(BigDecimal.TWO);
      assertThat(peer.next().at("id")).isEqualTo("w");
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void su01_aRequestToListenWithoutAFilterIsRefused() {
    try (Peer peer = new Peer()) {
      assertCode(peer.ask("subscriptions/listen", "{" + Peer.META + "}"), -32602);
    }
  }

  @Test
  void su05_atTheEndThereIsAResultThenACancelAndNothingKeepsTheServer() {
    Peer peer = new Peer();
    peer.send("7", "subscriptions/listen", listen("memory://knowledge-graph"));
    peer.notification("notifications/subscriptions/acknowledged");
    peer.end();
    Reply result = peer.next();
    assertThat(result.at("id")).isEqualTo(BigDecimal.valueOf(7));
    assertThat(result.at("result", "resultType")).isEqualTo("complete");
    assertThat(result.at("result", "_meta", ID)).isEqualTo(BigDecimal.valueOf(7));
    Reply cancelled = peer.next();
    assertThat(cancelled.at("method")).isEqualTo("notifications/cancelled");
    assertThat(cancelled.at("params", "requestId")).isEqualTo(BigDecimal.valueOf(7));
  }

  @Test
  void subscriptionsAreBounded() {
    try (Peer peer = new Peer()) {
      for (int i = 0; i < 1_000; i++) {
        peer.send("" + i, "subscriptions/listen", listen("memory://knowledge-graph"));
      }
      for (int i = 0; i < 1_000; i++) {
        peer.notification("notifications/subscriptions/acknowledged");
      }
      assertCode(
          peer.ask("\"x\"", "subscriptions/listen", listen("memory://knowledge-graph")), -32603);
    }
  }
}
