package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checklist's rows JR. */
final class MessageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "0",
        "-7",
        "1.50",
        "12345678901234567890123",
        "1e3",
        "\"1\"",
        "\"\"",
        "\"a\\\"\\u00e9\"",
        "\"\\ud800\""
      })
  void jr01_theIdComesBackWithValueAndType(String id) {
    try (Peer peer = Peer.legacy()) {
      assertThat(peer.ask(id, "ping", "{}").isError()).isFalse();
    }
  }

  @Test
  void jr01_aNumberComesBackDigitByDigit() {
    try (Peer peer = Peer.legacy()) {
      assertThat(peer.ask("1.50", "tools/call", Peer.toolCall("read_graph", "{}")).json())
          .contains("\"id\":1.50,");
    }
  }

  @Test
  void jr02_threeHundredCallsAtOnceGetThreeHundredAnswersEachTime() {
    try (Peer peer = Peer.legacy()) {
      for (int run = 0; run < 25; run++) {
        Set<Object> ids = new HashSet<>();
        for (int i = 0; i < 300; i++) {
          peer.send("" + i, "tools/call", Peer.toolCall("read_graph", "{}"));
        }
        for (int i = 0; i < 300; i++) {
          Reply answer = peer.next();
          assertThat(answer.isError()).isFalse();
          assertThat(ids.add(String.valueOf(answer.at("id")))).isTrue();
        }
      }
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void jr03_anUnknownMethodIsNotFound() {
    try (Peer peer = Peer.legacy()) {
      assertCode(peer.ask("memory/none", "{}"), -32601);
    }
  }

  @Test
  void jr04_notificationsAreNeverAnswered() {
    try (Peer peer = Peer.legacy()) {
      peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/nothing\",\"params\":[1]}");
      peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"tools/list\"}");
      peer.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":{}}}");
      peer.send("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}");
      assertThat(peer.ask("5", "ping", "{}").isError()).isFalse();
      assertThat(peer.pending()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}",
        "1",
        "\"ping\"",
        "null",
        "{}"
      })
  void jr05_withoutAUsableIdItIsRefusedWithoutOne(String line) {
    try (Peer peer = new Peer()) {
      peer.send(line);
      Reply reply = peer.next();
      assertCode(reply, -32600);
      assertThat(reply.json()).doesNotContain("\"id\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":3,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":3,\"method\":\"ping\"}",
        "{\"jsonrpc\":2.0,\"id\":3,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":3}",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":null}"
      })
  void jr06_aWrongEnvelopeIsRefusedWithItsId(String line) {
    try (Peer peer = new Peer()) {
      peer.send(line);
      Reply reply = peer.next();
      assertCode(reply, -32600);
      assertThat(reply.at("id")).isEqualTo(BigDecimal.valueOf(3));
    }
  }

  @Test
  void jr07_wrongParamsAreNamed() {
    try (Peer peer = Peer.legacy()) {
      Reply reply = peer.ask("resources/read", "{\"uri\":5}");
      assertCode(reply, -32602);
      assertThat(reply.text()).contains("uri must be a string");
      assertCode(peer.ask("tools/call", "{\"arguments\":{}}"), -32602);
      assertCode(peer.ask("tools/call", "{\"name\":[]}"), -32602);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[1]", "\"x\"", "5", "true"})
  void jr08_paramsThatAreNoObjectAreRefused(String params) {
    try (Peer peer = Peer.legacy()) {
      assertCode(peer.ask("tools/list", params), -32602);
    }
  }

  @Test
  void jr09_jr14_unknownMembersAreIgnored() {
    try (Peer peer = Peer.legacy()) {
      peer.send(
          "{\"x\":{\"y\":[1]},\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/call\",\"params\":{\"z\":[],"
              + "\"name\":\"read_graph\",\"arguments\":{\"w\":{\"v\":1}},\"_meta\":{\"u\":1}},\"result\":5}");
      assertThat(peer.next().isError()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2025-06-18", "2025-11-25"})
  void jr10_jr11_aBatchIsRefusedAloudAndNotProcessed(String revision) {
    try (Peer peer = Peer.legacy(revision)) {
      peer.send(
          "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"create_entities\","
              + "\"arguments\":{\"entities\":[{\"name\":\"a\",\"entityType\":\"t\",\"observations\":[]}]}}}]");
      Reply refused = peer.next();
      assertCode(refused, -32600);
      assertThat(refused.json()).doesNotContain("\"id\"");
      assertThat(peer.call("read_graph", "{}").entityNames()).isEmpty();
    }
  }

  @Test
  void jr13_deepNestingIsHarmless() {
    try (Peer peer = Peer.legacy()) {
      peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"x\":" + "[".repeat(100_000) + "}");
      Reply refused = peer.next();
      assertCode(refused, -32700);
      assertThat(refused.at("id")).isEqualTo(BigDecimal.ONE);
      peer.send("{\"jsonrpc\":\"2.0\",\"id\":" + "9".repeat(10_000) + ",\"method\":\"ping\"}");
      assertCode(peer.next(), -32700);
      assertThat(peer.ask("2", "ping", "{}").isError()).isFalse();
    }
  }

  @Test
  void jr13_ofDuplicateMembersTheLastCounts() {
    try (Peer peer = Peer.legacy()) {
      peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"none\",\"method\":\"ping\"}");
      assertThat(peer.next().at("id")).isEqualTo(BigDecimal.valueOf(2));
    }
  }

  static void assertCode(Reply reply, int code) {
    assertThat(reply.at("error", "code")).as(reply.json()).isEqualTo(BigDecimal.valueOf(code));
  }
}
