package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.mcp.MessageTest.assertCode;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checklist's rows MO: the revision 2026-07-28, in which each request describes itself. */
final class ModernTest {
  private static final String VERSION =
      "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"";
  private static final String CAPABILITIES = "\"io.modelcontextprotocol/clientCapabilities\":{}";
  private static final String NO_META = "{}";
  private static final String META = "{" + Peer.META + "}";

  @Test
  void mo01_mo05_mo14_discoveryIsAnsweredAsTheFirstMessage() {
    try (Peer peer = new Peer()) {
      Reply reply = peer.ask("server/discover", META);
      assertThat(reply.at("result", "supportedVersions"))
          .isEqualTo(List.of("2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"));
      assertThat(Peer.members(reply.at("result", "capabilities")))
          .containsExactlyInAnyOrder("tools", "resources", "prompts", "completions");
      assertThat(reply.at("result", "instructions")).isInstanceOf(String.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server/discover|{M}",
        "tools/list|{M}",
        "resources/list|{M}",
        "resources/templates/list|{M}",
        "prompts/list|{M}",
        "resources/read|{\"uri\":\"memory://knowledge-graph\",M}",
        "tools/call|{\"name\":\"read_graph\",M}",
        "tools/call|{\"name\":\"create_entities\",\"arguments\":{},M}",
        "prompts/get|{\"name\":\"recall\",\"arguments\":{\"topic\":\"x\"},M}",
        "completion/complete|{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"recall\"},\"argument\":{\"name\":\"topic\",\"value\":\"\"},M}"
      })
  void mo02_mo05_mo07_everyResultSaysWhatItIsAndWhoGaveIt(String request) {
    String[] parts = request.split("\\|", 2);
    try (Peer peer = new Peer()) {
      Reply reply = peer.ask(parts[0], parts[1].replace("M}", Peer.META + "}"));
      assertThat(reply.at("result", "resultType")).as(reply.json()).isEqualTo("complete");
      assertThat(reply.at("result", "_meta", "io.modelcontextprotocol/serverInfo", "name"))
          .isEqualTo("quire");
      boolean cached = !parts[0].matches("tools/call|prompts/get|completion/complete");
      assertThat(reply.at("result", "ttlMs") != null).isEqualTo(cached);
      assertThat(reply.at("result", "cacheScope") != null).isEqualTo(cached);
    }
  }

  @Test
  void mo03_mo16_aMissingMemberOfTheMetaIsRefused() {
    try (Peer peer = new Peer()) {
      assertCode(peer.ask("server/discover", NO_META), -32602);
      assertCode(peer.ask("tools/list", "{\"_meta\":{}}"), -32602);
      assertCode(peer.ask("tools/list", "{\"_meta\":{" + VERSION + "}}"), -32602);
      assertCode(peer.ask("tools/list", "{\"_meta\":{" + CAPABILITIES + "}}"), -32602);
      assertCode(peer.ask("tools/list", "{\"_meta\":[]}"), -32602);
      assertCode(
          peer.ask("tools/list", "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":5}}"),
          -32602);
    }
  }

  @Test
  void mo04_mo15_anUnservedVersionIsRefusedWithTheServedOnes() {
    try (Peer peer = new Peer()) {
      Reply reply = peer.ask("tools/list", META.replace("2026-07-28", "2031-01-01"));
      assertCode(reply, -32022);
      assertThat(reply.at("error", "data", "requested")).isEqualTo("2031-01-01");
      assertThat(reply.at("error", "data", "supported", 0)).isEqualTo("2026-07-28");
      assertThat(peer.initialize("2025-11-25").isError()).isFalse();
    }
  }

  @Test
  void mo06_theClientNeedNotNameItself() {
    try (Peer peer = new Peer()) {
      assertThat(
              peer.ask("tools/list", "{\"_meta\":{" + VERSION + "," + CAPABILITIES + "}}")
                  .isError())
          .isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "initialize",
        "ping",
        "logging/setLevel",
        "resources/subscribe",
        "resources/unsubscribe",
        "notifications/none"
      })
  void mo08_removedMethodsAreNotFound(String method) {
    try (Peer peer = new Peer()) {
      assertCode(
          peer.ask(method, "{\"uri\":\"memory://knowledge-graph\"," + Peer.META + "}"), -32601);
    }
  }

  @Test
  void mo09_anUnknownResourceIsAWrongParamWithItsUri() {
    try (Peer peer = new Peer()) {
      Reply reply = peer.ask("resources/read", "{\"uri\":\"memory://none\"," + Peer.META + "}");
      assertCode(reply, -32602);
      assertThat(reply.at("error", "data", "uri")).isEqualTo("memory://none");
    }
  }

  @Test
  void mo10_noLogIsEverSentToTheClient() {
    try (Peer peer = new Peer()) {
      peer.ask("tools/call", "{\"name\":\"read_graph\"," + Peer.META + "}");
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void mo12_unknownMetaExtensionsAndForgedStateAreHarmless() {
    try (Peer peer = new Peer()) {
      String meta =
          Peer.META.replace(
              "\"_meta\":{",
              "\"_meta\":{\"traceparent\":\"00-x\",\"x/y\":[{}],\"progressToken\":1,");
      Reply reply =
          peer.ask(
              "tools/call",
              "{\"name\":\"read_graph\",\"requestState\":\"forged\",\"inputResponses\":{\"a\":1},"
                  + meta
                  + "}");
      assertThat(reply.isError()).isFalse();
    }
  }

  @Test
  void mo13_bothErasAreServedOnOneConnection() {
    try (Peer peer = new Peer()) {
      assertThat(peer.ask("server/discover", META).at("result", "resultType"))
          .isEqualTo("complete");
      peer.initialize("2025-06-18");
      Reply legacy = peer.ask("tools/list", "{}");
      assertThat(legacy.at("result", "resultType")).isNull();
      assertThat(legacy.at("result", "_meta")).isNull();
      assertThat(legacy.at("result", "ttlMs")).isNull();
      assertThat(peer.ask("tools/list", META).at("result", "resultType")).isEqualTo("complete");
    }
  }

  @Test
  void re03_listsDoNotDependOnTheConnectionOrOnEarlierRequests() {
    try (Peer peer = new Peer();
        Peer other = Peer.legacy()) {
      Object before = peer.ask("resources/list", META).at("result", "resources");
      other.call(
          "create_entities",
          "{\"entities\":[{\"name\":\"a\",\"entityType\":\"t\",\"observations\":[]}]}");
      assertThat(peer.ask("resources/list", META).at("result", "resources")).isEqualTo(before);
      assertThat(other.ask("resources/list", "{}").at("result", "resources")).isEqualTo(before);
      assertThat(peer.ask("tools/list", META).at("result", "tools"))
          .isEqualTo(other.ask("tools/list", "{}").at("result", "tools"));
    }
  }

  @Test
  void ch01_memoryIsNeverToBeCached() {
    try (Peer peer = new Peer()) {
      Reply reply =
          peer.ask("resources/read", "{\"uri\":\"memory://knowledge-graph\"," + Peer.META + "}");
      assertThat(reply.at("result", "ttlMs")).isEqualTo(BigDecimal.ZERO);
      assertThat(reply.at("result", "cacheScope")).isEqualTo("private");
    }
  }

  @Test
  void theClientOfEachRequestIsTheAuthorOfWhatItWrites() {
    try (Peer peer = new Peer()) {
      peer.ask(
          "tools/call",
          "{\"name\":\"create_entities\",\"arguments\":{\"entities\":[{\"name\":\"a\",\"entityType\":\"t\","
              + "\"observations\":[]}]},"
              + Peer.META
              + "}");
      Reply changes = peer.ask("tools/call", "{\"name\":\"recent_changes\"," + Peer.META + "}");
      assertThat(changes.at("result", "structuredContent", "changes", 0, "client"))
          .isEqualTo("modern-peer");
      assertThat(changes.at("result", "structuredContent", "changes", 0, "session"))
          .isEqualTo("session-1");
      assertThat(peer.clientsSeen()).containsExactly("modern-peer 1");
    }
  }
}
