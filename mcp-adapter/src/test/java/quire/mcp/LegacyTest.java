package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.mcp.MessageTest.assertCode;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quire.mcp.json.JsonTree;

/** The checklist's rows NG: the handshake of the revisions up to 2025-11-25. */
final class LegacyTest {
  @ParameterizedTest
  @CsvSource({
    "2024-11-05, 2024-11-05",
    "2025-03-26, 2025-03-26",
    "2025-06-18, 2025-06-18",
    "2025-11-25, 2025-11-25",
    "2026-07-28, 2025-11-25",
    "2030-01-01, 2025-11-25",
    "nonsense, 2025-11-25"
  })
  void ng01_ng02_theRevisionAskedForIfServedElseTheNewestLegacyOne(String asked, String agreed) {
    try (Peer peer = new Peer()) {
      assertThat(peer.initialize(asked).at("result", "protocolVersion")).isEqualTo(agreed);
    }
  }

  @Test
  void ng03_theResultHasTheLegacyShape() {
    try (Peer peer = new Peer()) {
      Reply reply = peer.initialize("2025-11-25");
      assertThat(Peer.members(reply.at("result")))
          .containsExactlyInAnyOrder(
              "protocolVersion", "capabilities", "serverInfo", "instructions");
      assertThat(reply.at("result", "serverInfo", "name")).isEqualTo("quire");
      assertThat(reply.at("result", "serverInfo", "version")).isEqualTo("9.9");
      assertThat(reply.at("result", "capabilities", "resources", "subscribe")).isEqualTo(true);
      assertThat(Peer.members(peer.ask("tools/list", "{}").at("result")))
          .containsExactlyInAnyOrder("tools");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"capabilities\":{},\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}",
        "{\"protocolVersion\":\"2025-11-25\",\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}",
        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}",
        "{\"protocolVersion\":5,\"capabilities\":{},\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}",
        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":[],\"clientInfo\":{\"name\":\"x\",\"version\":\"1\"}}",
        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":\"x\"}"
      })
  void ng04_initializeWithoutItsMembersIsRefused(String params) {
    try (Peer peer = new Peer()) {
      assertCode(peer.ask("initialize", params), -32602);
      assertThat(peer.ask("tools/list", "{}").isError()).isFalse();
    }
  }

  @Test
  void ng05_pingIsAnsweredBeforeAndAfterInitialize() {
    try (Peer peer = new Peer()) {
      assertThat(peer.ask("ping", "{}").at("result")).isEqualTo(Map.of());
      peer.initialize("2025-11-25");
      assertThat(peer.ask("ping", "{}").at("result")).isEqualTo(Map.of());
    }
  }

  @Test
  void ng06_whatIsDeclaredWorksAndTheRestIsNotFound() {
    try (Peer peer = Peer.legacy()) {
      for (String method :
          List.of("tools/list", "resources/list", "resources/templates/list", "prompts/list")) {
        assertThat(peer.ask(method, "{}").isError()).as(method).isFalse();
      }
      for (String method :
          List.of("logging/setLevel", "server/discover", "subscriptions/listen", "tasks/list")) {
        assertCode(peer.ask(method, "{}"), -32601);
      }
    }
  }

  @Test
  void ng07_ng08_mo11_theServerAsksNothingOfTheClient() {
    try (Peer peer = Peer.legacy()) {
      peer.call("create_entities", "{\"entities\":[]}");
      peer.ask("prompts/get", "{\"name\":\"recall\",\"arguments\":{\"topic\":\"x\"}}");
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void ng09_aBatchIsServedOnAConnectionOfItsRevision() {
    try (Peer peer = Peer.legacy("2025-03-26")) {
      peer.send(
          "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},"
              + "{\"jsonrpc\":\"2.0\",\"id\":\"two\",\"method\":\"tools/call\",\"params\":{\"name\":\"read_graph\"}},"
              + "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"none\"},5,"
              + "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"initialize\",\"params\":{}}]");
      List<?> answers = (List<?>) peer.next().at();
      assertThat(answers).hasSize(5);
      assertThat(answers.stream().map(answer -> JsonTree.at(answer, "id")))
          .containsExactlyInAnyOrder(
              BigDecimal.ONE, "two", BigDecimal.valueOf(3), BigDecimal.valueOf(4), null);
    }
  }

  @Test
  void ng09_aBatchOfNotificationsAloneIsNotAnsweredAndAnEmptyOneRefused() {
    try (Peer peer = Peer.legacy("2025-03-26")) {
      peer.send("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}]");
      peer.send("[]");
      assertCode(peer.next(), -32600);
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void ng09_aBatchOfTooManyMessagesIsRefused() {
    try (Peer peer = Peer.legacy("2025-03-26")) {
      String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
      peer.send("[" + String.join(",", Collections.nCopies(1_001, ping)) + "]");
      assertCode(peer.next(), -32600);
      peer.send("[" + String.join(",", Collections.nCopies(1_000, ping)) + "]");
      assertThat(peer.next().at() instanceof List<?> answers ? answers.size() : 0).isEqualTo(1_000);
    }
  }

  @Test
  void aCallBeforeAnyHandshakeIsAnsweredAsTheStandardServerDoes() {
    try (Peer peer = new Peer()) {
      assertThat(peer.ask("tools/list", "{}").isError()).isFalse();
      assertThat(peer.call("read_graph", "{}").isError()).isFalse();
      Reply progress =
          peer.ask("tools/call", "{\"name\":\"read_graph\",\"_meta\":{\"progressToken\":0}}");
      assertThat(progress.isError()).isFalse();
    }
  }

  @Test
  void theClientIsMadeKnownOnce() {
    try (Peer peer = Peer.legacy()) {
      peer.ask("tools/list", "{}");
      assertThat(peer.clientsSeen()).containsExactly("peer 2");
    }
  }
}
