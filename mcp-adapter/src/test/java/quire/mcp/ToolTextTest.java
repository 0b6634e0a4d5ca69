package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import quire.mcp.json.JsonTree;

/** What a model reads before it calls anything: when to call what, in few words. */
final class ToolTextTest {
  /** Measured for such texts: JSON of short words has 3.6 characters a token and more. */
  private static final double CHARACTERS_A_TOKEN = 3.6;

  private static List<?> tools(Peer peer) {
    return peer.ask("tools/list", "{}").at("result", "tools") instanceof List<?> list
        ? list
        : List.of();
  }

  @Test
  void theInstructionsNameTheToolForEachMoment() {
    try (Peer peer = new Peer()) {
      String text = String.valueOf(peer.initialize("2025-11-25").at("result", "instructions"));
      assertThat(text)
          .contains("recall with your question")
          .contains("around an entity: explore")
          .contains("names: open_nodes")
          .contains("search_nodes", "read_graph", "recent_changes")
          .contains("add_observations", "create_entities", "create_relations")
          .contains("delete_observations");
      assertThat(text.indexOf("recall")).isLessThan(text.indexOf("search_nodes"));
    }
  }

  @Test
  void eachDescriptionSaysWhenFirstAndNoTwoTheSame() {
    try (Peer peer = Peer.legacy()) {
      Set<String> moments = new HashSet<>();
      for (Object tool : tools(peer)) {
        String text = String.valueOf(JsonTree.at(tool, "description"));
        assertThat(text).startsWith("When ").contains(":");
        assertThat(moments.add(text.substring(0, text.indexOf(':')))).isTrue();
      }
      assertThat(moments.stream().filter(moment -> moment.contains("at the start"))).hasSize(1);
    }
  }

  @Test
  void namesDescriptionsAndInputsTogetherAreUnder1550Tokens() {
    try (Peer peer = Peer.legacy()) {
      long characters = 0;
      for (Object tool : tools(peer)) {
        characters +=
            String.valueOf(JsonTree.at(tool, "name")).length()
                + String.valueOf(JsonTree.at(tool, "description")).length()
                + json(JsonTree.at(tool, "inputSchema")).length();
      }
      assertThat(characters / CHARACTERS_A_TOKEN).isLessThan(1_550);
    }
  }

  @Test
  void thePromptRecallCallsRecall() {
    try (Peer peer = Peer.legacy()) {
      Reply prompt =
          peer.ask("prompts/get", "{\"name\":\"recall\",\"arguments\":{\"topic\":\"x\"}}");
      assertThat(String.valueOf(prompt.at("result", "messages", 0, "content", "text")))
          .contains("Call recall")
          .doesNotContain("search_nodes");
    }
  }

  @Test
  void theToolsThatMustNotBeDeferredSaySo() {
    try (Peer peer = Peer.legacy()) {
      Set<String> atHand = new TreeSet<>();
      for (Object tool : tools(peer)) {
        if (Boolean.TRUE.equals(JsonTree.at(tool, "_meta", "anthropic/alwaysLoad"))) {
          atHand.add(String.valueOf(JsonTree.at(tool, "name")));
        }
      }
      assertThat(atHand)
          .containsExactly(
              "add_observations", "create_entities", "explore", "recall", "search_nodes");
    }
  }

  @Test
  void timesAreInSecondsAndThereAreNoScores() {
    try (Peer peer = Peer.legacy()) {
      peer.call(
          "create_entities",
          "{\"entities\":[{\"name\":\"a\",\"entityType\":\"t\",\"observations\":[\"tea\"]}]}");
      for (Reply reply :
          List.of(peer.call("recall", "{\"query\":\"tea\"}"), peer.call("recent_changes", "{}"))) {
        assertThat(reply.json()).containsPattern("T\\d\\d:\\d\\d:\\d\\dZ").doesNotContain("score");
        assertThat(reply.json()).doesNotContainPattern(":\\d\\d\\.\\d+Z");
      }
    }
  }

  private static String json(@Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      StringBuilder text = new StringBuilder("{");
      object.forEach(
          (name, member) -> text.append(json(name)).append(':').append(json(member)).append(','));
      return text.append('}').toString();
    }
    if (value instanceof List<?> list) {
      StringBuilder text = new StringBuilder("[");
      list.forEach(item -> text.append(json(item)).append(','));
      return text.append(']').toString();
    }
    return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
  }
}
