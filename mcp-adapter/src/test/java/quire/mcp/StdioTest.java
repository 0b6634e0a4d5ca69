package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The checklist's rows ST for what does not need a process of its own. */
final class StdioTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";

  @Test
  void st01_st02_everyLineWrittenIsOneMessage() {
    try (Peer peer = Peer.legacy()) {
      peer.call(
          "create_entities",
          "{\"entities\":[{\"name\":\"a\\n"
              + "b\\r"
              + "\\u2028\",\"entityType\":\"t\",\"observations\":[\"\\u0000\\u001b[31m\"]}]}");
      Reply graph = peer.call("read_graph", "{}");
      assertThat(graph.entityNames()).containsExactly("a\nb\r\u2028");
      assertThat(graph.json()).doesNotContain("\n", "\u001b", "\u0000");
    }
  }

  @Test
  void st05_endsWhenTheInputEndsBeforeTheFirstMessage() {
    Peer peer = new Peer();
    peer.end();
    assertThat(peer.pending()).isEmpty();
  }

  @Test
  void st06_whatWasReadBeforeTheEndIsAnswered() {
    Peer peer = Peer.legacy();
    for (int i = 0; i < 100; i++) {
      peer.send(
          "" + i,
          "tools/call",
          Peer.toolCall(
              "create_entities",
              "{\"entities\":[{\"name\":\"E%d\",\"entityType\":\"t\",\"observations\":[]}]}"
                  .formatted(i)));
    }
    peer.end();
    assertThat(peer.pending()).hasSize(100).noneMatch(Reply::isError);
  }

  @Test
  void st06_theEndWaitsForAnswersThatASlowClientHasNotTaken() {
    Peer peer = Peer.legacy();
    peer.out().stop(true);
    peer.send("1", "ping", "{}");
    peer.send("2", "tools/list", "{}");
    peer.in().end();
    assertThat(peer.serves(Duration.ofMillis(200))).isTrue();
    peer.out().stop(false);
    peer.awaitEnd();
    assertThat(peer.pending()).hasSize(2).noneMatch(Reply::isError);
  }

  @Test
  void st06_aLastLineWithoutItsEndIsServed() {
    Peer peer = new Peer();
    peer.in().add(PING);
    peer.end();
    assertThat(peer.pending()).hasSize(1).noneMatch(Reply::isError);
  }

  @Test
  void st09_crlfAndBlankLinesAreHarmless() {
    try (Peer peer = new Peer()) {
      peer.in().add("\r\n\n  \t\r\n" + PING + "\r\n\n");
      assertThat(peer.next().at("id")).isEqualTo(BigDecimal.valueOf(7));
      assertThat(peer.pending()).isEmpty();
    }
  }

  @Test
  void st10_st11_aLineThatIsNoJsonIsAnsweredAndTheServerLives() {
    try (Peer peer = new Peer()) {
      for (String line :
          new String[] {"{", "nonsense", "{\"a\":1}}", "{} {}", "[1,", "\"\\x\"", "{\"id\":01}"}) {
        peer.send(line);
        Reply reply = peer.next();
        assertThat(reply.at("error", "code")).as(line).isEqualTo(BigDecimal.valueOf(-32700));
        assertThat(reply.json()).doesNotContain("\"id\"");
      }
      peer.send(PING);
      assertThat(peer.next().isError()).isFalse();
    }
  }

  @Test
  void st12_aLineThatIsNoUtf8IsAnsweredAndTheServerLives() {
    byte[][] broken = {
      {'"', (byte) 0xff, '"'},
      {'"', (byte) 0xc0, (byte) 0xaf, '"'},
      {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
      {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
      {'"', (byte) 0xe2, (byte) 0x82, '"'},
      {'{', 0, '}', 0},
    };
    try (Peer peer = new Peer()) {
      for (byte[] line : broken) {
        peer.in().add(line);
        peer.in().add("\n");
        Reply reply = peer.next();
        assertThat(reply.at("error", "code")).isEqualTo(BigDecimal.valueOf(-32700));
        assertThat(reply.json()).doesNotContain("\"id\"");
      }
      peer.send(PING);
      assertThat(peer.next().isError()).isFalse();
    }
  }

  @Test
  void st13_aMessageOfTwelveMegabytesIsServed() {
    try (Peer peer = Peer.legacy()) {
      List<String> texts =
          IntStream.range(10, 22).mapToObj(i -> (i + "xy").repeat(250_000)).toList();
      Reply created =
          peer.call(
              "create_entities",
              "{\"entities\":[{\"name\":\"big\",\"entityType\":\"t\",\"observations\":[\"%s\"]}]}"
                  .formatted(String.join("\",\"", texts)));
      assertThat(created.observations("big")).isEqualTo(texts);
      assertThat(peer.call("open_nodes", "{\"names\":[\"big\"]}").observations("big"))
          .isEqualTo(texts);
    }
  }

  @Test
  void st14_aLineOverTheLimitIsRefusedAtOnceAndSkipped() {
    try (Peer peer = new Peer()) {
      byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 34; i++) {
        peer.in().add(piece);
      }
      Reply refused = peer.next();
      assertThat(refused.at("error", "code")).isEqualTo(BigDecimal.valueOf(-32600));
      assertThat(refused.json()).doesNotContain("\"id\"");
      for (int i = 0; i < 34; i++) {
        peer.in().add(piece);
      }
      peer.in().add("\n" + PING + "\n");
      assertThat(peer.next().at("id")).isEqualTo(BigDecimal.valueOf(7));
    }
  }

  @Test
  void aBrokenOutputEndsServingQuietly() {
    Peer peer = new Peer();
    peer.out().breakDown();
    peer.send(PING);
    peer.awaitEnd();
    assertThat(peer.errors()).isEmpty();
  }

  @Test
  void st07_stoppingCountsAsTheEndOfTheInput() {
    Peer peer = Peer.legacy();
    peer.server().stop();
    peer.awaitEnd();
    peer.server().stop();
  }
}
