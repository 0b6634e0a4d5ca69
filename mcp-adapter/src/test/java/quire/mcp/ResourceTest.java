package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.mcp.MessageTest.assertCode;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quire.mcp.json.JsonTree;

/** The checklist's rows RE. */
final class ResourceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory://none",
        "memory://knowledge-graph/",
        "memory://knowledge-graph/../x",
        "MEMORY://knowledge-graph",
        "memory://entity",
        "memory://entity/Nobody",
        "file:///etc/passwd",
        "../../etc/passwd",
        ""
      })
  void re01_anUnknownResourceIsAnErrorWithItsUri(String uri) {
    try (Peer peer = Peer.legacy()) {
      Reply reply = peer.ask("resources/read", "{\"uri\":\"%s\"}".formatted(uri));
      assertCode(reply, -32602);
      assertThat(reply.at("error", "data", "uri")).isEqualTo(uri);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "a?b",
        "a#b",
        "%",
        "%4",
        "%zz",
        "%ff",
        "%ED%A0%80",
        "a b",
        "\\u00e9",
        "%2\\uff11"
      })
  void re02_aUriThatIsNotEncodedAsTheTemplateSaysIsUnknown(String segment) {
    try (Peer peer = Peer.legacy()) {
      assertCode(
          peer.ask("resources/read", "{\"uri\":\"memory://entity/%s\"}".formatted(segment)),
          -32602);
    }
  }

  @Test
  void anEntityIsReadByItsPercentEncodedName() {
    try (Peer peer = Peer.legacy()) {
      peer.call(
          "create_entities",
          "{\"entities\":[{\"name\":\"../é b\",\"entityType\":\"t\",\"observations\":[\"x\"]},"
              + "{\"name\":\"other\",\"entityType\":\"t\",\"observations\":[]}]}");
      Reply reply = peer.ask("resources/read", "{\"uri\":\"memory://entity/..%2F%C3%A9%20b\"}");
      String text = String.valueOf(reply.at("result", "contents", 0, "text"));
      Object graph = JsonTree.parse(text.getBytes(StandardCharsets.UTF_8));
      assertThat(JsonTree.at(graph, "entities", 0, "name")).isEqualTo("../é b");
      assertThat(JsonTree.at(graph, "entities", 1)).isNull();
    }
  }

  @Test
  void by07_readingWithoutAUriIsAWrongParam() {
    try (Peer peer = Peer.legacy()) {
      assertCode(peer.ask("resources/read", "{}"), -32602);
    }
  }
}
