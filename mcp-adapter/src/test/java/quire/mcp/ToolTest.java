package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static quire.mcp.MessageTest.assertCode;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quire.api.MemoryStore;
import quire.conformance.HeapMemoryStore;
import quire.mcp.json.JsonTree;

/** The checklist's rows TO, and what the standard tools answer. */
final class ToolTest {
  private static final String TWO =
      "{\"entities\":[{\"name\":\"Ada\",\"entityType\":\"mentor\",\"observations\":[\"one\"]},"
          + "{\"name\":\"Ben\",\"entityType\":\"mentor\",\"observations\":[]}]}";

  @Test
  void to01_to06_to07_everyToolIsDescribedInFull() {
    try (Peer peer = Peer.legacy()) {
      Set<Object> names = new HashSet<>();
      for (Object tool : tools(peer)) {
        String name = String.valueOf(JsonTree.at(tool, "name"));
        assertThat(name).matches("[a-z_]{1,64}");
        assertThat(names.add(name)).isTrue();
        assertThat(JsonTree.at(tool, "title")).isInstanceOf(String.class);
        assertThat(JsonTree.at(tool, "description")).isInstanceOf(String.class);
        assertThat(JsonTree.at(tool, "inputSchema", "type")).isEqualTo("object");
        assertThat(JsonTree.at(tool, "outputSchema", "type")).isEqualTo("object");
        assertThat(Peer.members(JsonTree.at(tool, "annotations")))
            .containsExactlyInAnyOrder(
                "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");
      }
      assertThat(names).hasSize(14);
    }
  }

  @Test
  void to05_theListIsTheSameEveryTimeAndOnEveryServer() {
    try (Peer one = Peer.legacy();
        Peer other = Peer.legacy()) {
      String list = one.ask("tools/list", "{}").json();
      assertThat(one.ask("tools/list", "{}").json()).isEqualTo(list);
      assertThat(other.ask("tools/list", "{}").json()).isEqualTo(list);
    }
  }

  @Test
  void toolsAndInstructionsAreShort() {
    try (Peer peer = new Peer()) {
      String instructions =
          String.valueOf(peer.initialize("2025-11-25").at("result", "instructions"));
      assertThat(instructions.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000);
      int tools = peer.ask("tools/list", "{}").json().getBytes(StandardCharsets.UTF_8).length;
      assertThat(tools + instructions.length()).isLessThan(15_900);
    }
  }

  @Test
  void to02_theTextIsTheStructureAgain() {
    try (Peer peer = Peer.legacy()) {
      assertMirrors(peer.call("create_entities", TWO), "entities");
      assertMirrors(
          peer.call(
              "create_relations",
              "{\"relations\":[{\"from\":\"Ada\",\"to\":\"Ben\",\"relationType\":\"knows\"}]}"),
          "relations");
      assertMirrors(
          peer.call(
              "add_observations",
              "{\"observations\":[{\"entityName\":\"Ben\",\"contents\":[\"a \\\"b\\\" \\\\"
                  + " \\u0000\"]}]}"),
          "results");
      assertMirrors(peer.call("read_graph", "{}"));
      assertMirrors(peer.call("search_nodes", "{\"query\":\"ada\"}"));
      assertMirrors(peer.call("open_nodes", "{\"names\":[\"Ben\"]}"));
      assertMirrors(peer.call("recall", "{\"query\":\"ada\"}"));
      assertMirrors(peer.call("explore", "{\"entity\":\"Ada\"}"));
      assertMirrors(peer.call("recent_changes", "{}"));
      assertMirrors(peer.call("describe_memory", "{}"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delete_entities|{\"entityNames\":[\"Ada\"]}|Entities deleted successfully",
        "delete_observations|{\"deletions\":[{\"entityName\":\"Ada\",\"observations\":[\"one\"]}]}|Observations"
            + " deleted successfully",
        "delete_relations|{\"relations\":[{\"from\":\"a\",\"to\":\"b\",\"relationType\":\"c\"}]}|Relations"
            + " deleted successfully"
      })
  void deletionsAnswerWithASentence(String tool, String arguments, String sentence) {
    try (Peer peer = Peer.legacy()) {
      peer.call("create_entities", TWO);
      Reply reply = peer.call(tool, arguments);
      assertThat(reply.text()).isEqualTo(sentence);
      assertThat(reply.at("result", "structuredContent"))
          .isEqualTo(Map.of("success", true, "message", sentence));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create_entities|{}|entities is missing",
        "create_entities|[]|the arguments must be an object",
        "create_entities|{\"entities\":\"x\"}|entities must be a list",
        "create_entities|{\"entities\":{}}|entities.name is missing",
        "create_entities|{\"entities\":[5]}|entities[0] must be an object",
        "create_entities|{\"entities\":[{\"name\":\"a\",\"entityType\":\"t\",\"observations\":[]},{\"name\":5,\"entityType\":\"t\",\"observations\":[]}]}|entities[1].name"
            + " must be a string",
        "create_entities|{\"entities\":[{\"entityType\":\"t\",\"observations\":[]}]}|entities[0].name"
            + " is missing",
        "create_entities|{\"entities\":[{\"name\":\"a\",\"entityType\":\"t\",\"observations\":[\"x\",null]}]}|entities[0].observations[1]"
            + " must be a string",
        "create_entities|{\"entities\":[{\"name\":\"a\",\"entityType\":\"t\",\"observations\":[[\"x\"]]}]}|entities[0].observations[0]"
            + " must be a string",
        "create_relations|{\"relations\":[{\"from\":\"a\",\"to\":\"b\"}]}|relations[0].relationType"
            + " is missing",
        "add_observations|{\"observations\":[{\"entityName\":\"a\"}]}|observations[0].contents is"
            + " missing",
        "search_nodes|{\"query\":5}|query must be a string",
        "search_nodes|{\"query\":null}|query must be a string",
        "open_nodes|{\"names\":[{}]}|names[0] must be a string",
        "recall|{}|query is missing",
        "recall|{\"query\":\"a\",\"detail\":\"some\"}|detail must be one of index, summary, full",
        "recall|{\"query\":\"a\",\"budget\":1}|budget must be a whole number from 100",
        "explore|{\"entity\":\"a\",\"depth\":9}|depth must be a whole number from 0 to 5",
        "recent_changes|{\"limit\":0}|limit must be a whole number from 1 to 1000",
        "recent_changes|{\"limit\":1.5}|limit must be a whole number",
        "recent_changes|{\"after\":99999999999999999999}|after must be a whole number",
        "recent_changes|{\"since\":\"yesterday\"}|since must be a time",
        "create_entities|{\"entities\":[{\"name\":\"\",\"entityType\":\"t\",\"observations\":[]}]}|entities[0].name"
            + " must be a text that is not empty",
        "create_entities|{\"entities\":[{\"name\":\"a\",\"entityType\":\""
            + " \",\"observations\":[]}]}|entities[0].entityType must be a text that is not empty",
        "create_entities|{\"entities\":[{\"name\":\"a\",\"entityType\":\"t\",\"observations\":[\"\"]}]}|entities[0].observations[0]"
            + " must be a text that is not empty",
        "create_entities|{\"name\":\"a\",\"entityType\":\"t\",\"observations\":[]}|entities is"
            + " missing: name, entityType, observations is no name here",
        "create_relations|{\"relations\":[{\"source\":\"a\",\"target\":\"b\",\"type\":\"c\"}]}|relations[0].from"
            + " is missing: source, target, type is no name here, the name is from",
        "recall|{\"query\":\"a\",\"entity_typ\":\"t\"}|entity_typ is no name here, perhaps"
            + " entityType",
        "recent_changes|{\"entityName\":\"t\"}|entityName is no name here",
        "explore|{\"entity\":\"a\",\"dept\":2}|dept is no name here, perhaps depth"
      })
  void to03_to08_wrongInputIsAResultThatNamesTheMember(String tool, String arguments, String said) {
    try (Peer peer = Peer.legacy()) {
      Reply reply = peer.call(tool, arguments);
      assertThat(reply.at("result", "isError")).as(reply.json()).isEqualTo(true);
      assertThat(reply.text()).contains(said);
      assertThat(peer.call("read_graph", "{}").entityNames()).isEmpty();
    }
  }

  @Test
  void to03_anUnknownEntityIsNamed() {
    try (Peer peer = Peer.legacy()) {
      Reply reply =
          peer.call(
              "add_observations",
              "{\"observations\":[{\"entityName\":\"Nobody\",\"contents\":[\"x\"]}]}");
      assertThat(reply.at("result", "isError")).isEqualTo(true);
      assertThat(reply.text()).contains("Entity with name Nobody not found");
    }
  }

  @Test
  void to04_anUnknownToolIsAWrongParam() {
    try (Peer peer = Peer.legacy()) {
      Reply reply = peer.call("no_such_tool", "{}");
      assertCode(reply, -32602);
      assertThat(reply.text()).contains("no_such_tool", "read_graph");
      assertThat(peer.call("search_node", "{}").text()).contains("perhaps search_nodes");
      assertThat(peer.call("search", "{}").text()).contains("perhaps search_nodes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"read_graph\"}",
        "{\"name\":\"read_graph\",\"arguments\":{\"x\":[{}]}}"
      })
  void argumentsMayBeAbsentOrUnknown(String params) {
    try (Peer peer = Peer.legacy()) {
      assertThat(peer.ask("tools/call", params).isError()).isFalse();
    }
  }

  @Test
  void writesSentTogetherTakeEffectInTheirOrder() {
    try (Peer peer = Peer.legacy()) {
      for (int i = 0; i < 50; i++) {
        peer.send(
            "\"c" + i + "\"",
            "tools/call",
            Peer.toolCall(
                "create_entities",
                "{\"entities\":[{\"name\":\"E%d\",\"entityType\":\"t\",\"observations\":[]}]}"
                    .formatted(i)));
        peer.send(
            "\"o" + i + "\"",
            "tools/call",
            Peer.toolCall(
                "add_observations",
                "{\"observations\":[{\"entityName\":\"E%d\",\"contents\":[\"x\"]}]}".formatted(i)));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(peer.next().isError()).isFalse();
      }
    }
  }

  @Test
  void recentChangesAreTheNewestAndPagedFromAnyPoint() {
    try (Peer peer = Peer.legacy()) {
      peer.call("create_entities", TWO);
      peer.call(
          "delete_observations",
          "{\"deletions\":[{\"entityName\":\"Ada\",\"observations\":[\"one\"]}]}");
      Reply newest = peer.call("recent_changes", "{\"limit\":1}");
      assertThat(newest.at("result", "structuredContent", "changes", 0, "action"))
          .isEqualTo("removed");
      assertThat(newest.at("result", "structuredContent", "changes", 0, "observation"))
          .isEqualTo("one");
      Reply first = peer.call("recent_changes", "{\"after\":0,\"limit\":2}");
      assertThat(first.count("changes")).isEqualTo(2);
      Reply rest =
          peer.call(
              "recent_changes",
              "{\"after\":%s}".formatted(first.at("result", "structuredContent", "next")));
      assertThat(rest.count("changes")).isEqualTo(2);
      assertThat(rest.at("result", "structuredContent", "next")).isNull();
      assertThat(peer.call("recent_changes", "{\"entity\":\"Ben\"}").count("changes")).isEqualTo(1);
      assertThat(peer.call("recent_changes", "{\"client\":\"other\"}").count("changes")).isZero();
      assertThat(
              peer.call("recent_changes", "{\"since\":\"2999-01-01T00:00:00Z\"}").count("changes"))
          .isZero();
    }
  }

  @Test
  void describeMemoryCountsTypes() {
    try (Peer peer = Peer.legacy()) {
      peer.call("create_entities", TWO);
      Reply reply = peer.call("describe_memory", "{}");
      assertThat(reply.at("result", "structuredContent", "entities")).isEqualTo(BigDecimal.TWO);
      assertThat(reply.at("result", "structuredContent", "entityTypes"))
          .isEqualTo(List.of(Map.of("type", "mentor", "entities", BigDecimal.TWO)));
    }
  }

  @Test
  void whatShouldBeKnownOfTheMemoryComesWithTheFirstReadAndInTheDescription() {
    List<String> notices = new CopyOnWriteArrayList<>();
    MemoryStore store = new HeapMemoryStore(Clock.systemUTC());
    Supplier<MemoryStore> opening =
        () -> {
          if (notices.isEmpty()) {
            notices.add("a store is gone"); // known only once it is opened
          }
          return store;
        };
    try (Peer peer = new Peer(opening, Peer.limits(), () -> notices)) {
      peer.initialize("2025-06-18");
      assertRemarks(peer.call("create_entities", TWO));
      Reply first = peer.call("read_graph", "{}");
      assertMirrors(first);
      assertRemarks(first, "a store is gone");
      assertRemarks(peer.call("open_nodes", "{\"names\":[\"Ben\"]}"));
      notices.add("and a file was imported");
      assertRemarks(peer.call("recall", "{\"query\":\"ada\"}"), "and a file was imported");
      Reply described = peer.call("describe_memory", "{}");
      assertThat(described.texts("details"))
          .containsEntry("notice 1", "a store is gone")
          .containsEntry("notice 2", "and a file was imported");
      assertRemarks(described);
    }
  }

  private static void assertRemarks(Reply reply, String... texts) {
    List<Object> found = new ArrayList<>();
    for (int i = 1; reply.at("result", "content", i) != null; i++) {
      found.add(String.valueOf(reply.at("result", "content", i, "text")));
    }
    assertThat(found).containsExactly((Object[]) texts);
  }

  private static List<?> tools(Peer peer) {
    Object tools = peer.ask("tools/list", "{}").at("result", "tools");
    return tools instanceof List<?> list ? list : List.of();
  }

  private static void assertMirrors(Reply reply, Object... member) {
    Object text = JsonTree.parse(reply.text().getBytes(StandardCharsets.UTF_8));
    assertThat(reply.isError()).as(reply.json()).isFalse();
    assertThat(text).isEqualTo(JsonTree.at(reply.at("result", "structuredContent"), member));
  }

  @Test
  void aSessionTakesBackItsOwnCallsOnly() {
    try (Peer peer = Peer.legacy()) {
      assertThat(peer.call("undo_changes", "{}").text()).contains("no such call of this session");
      peer.call("create_entities", TWO);
      String before = peer.call("read_graph", "{}").json();
      Reply deletion = peer.call("delete_entities", "{\"entityNames\":[\"Ada\",\"Ben\"]}");
      assertThat(deletion.text()).isEqualTo("Entities deleted successfully");
      assertThat(peer.call("undo_changes", "{}").text()).startsWith("Took back the call: 0 facts");
      assertThat(peer.call("read_graph", "{}").json()).isEqualTo(before);
      assertThat(peer.call("recent_changes", "{}").text()).contains("\"removed\"", "\"one\"");
      assertThat(peer.call("undo_changes", "{\"sequence\":999}").text())
          .contains("nothing was changed");
    }
  }

  private static String replacing(String name, String content, String replaced) {
    return "{\"observations\":[{\"entityName\":\"%s\",\"contents\":[\"%s\"],\"replaces\":[\"%s\"]}]}"
        .formatted(name, content, replaced);
  }

  @Test
  void aFactTakesThePlaceOfAnotherWhichIsToldWithItsEnd() {
    try (Peer peer = Peer.legacy()) {
      peer.call(
          "create_entities",
          "{\"entities\":[{\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"lives in"
              + " Rome\",\"likes tea\"]}]}");
      Reply reply =
          peer.call("add_observations", replacing("Ada", "lives in Paris", "lives in Rome"));
      assertMirrors(reply, "results");
      assertThat(peer.call("read_graph", "{}").observations("Ada"))
          .containsExactly("likes tea", "lives in Paris");
      for (Reply told :
          List.of(
              peer.call("recall", "{\"query\":\"where does Ada live?\"}"),
              peer.call("explore", "{\"entity\":\"Ada\"}"))) {
        assertMirrors(told);
        assertThat(told.json())
            .containsPattern(
                "\"before\":\\[\\{\"observation\":\"lives in Rome\",\"until\":\"[^\"]+Z\"}]");
      }
      assertThat(peer.call("search_nodes", "{\"query\":\"Rome\"}").entityNames()).isEmpty();
    }
  }

  @Test
  void aFactThatIsNotThereIsNotReplacedAndTheNearestIsNamed() {
    try (Peer peer = Peer.legacy()) {
      peer.call("create_entities", TWO);
      String before = peer.call("read_graph", "{}").json();
      Reply reply = peer.call("add_observations", replacing("Ada", "two", "On"));
      assertThat(reply.isError()).isTrue();
      assertThat(reply.text())
          .contains("\"Ada\" has no observation \"On\", so nothing was changed; nearest: \"one\"")
          .endsWith("Example: " + replacing("Ada", "two", "one"));
      assertThat(peer.call("add_observations", replacing("Bob", "two", "one")).isError()).isTrue();
      assertThat(peer.call("read_graph", "{}").json()).isEqualTo(before);
    }
  }
}
