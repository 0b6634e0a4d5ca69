package quire.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import quire.mcp.json.JsonTree;

/**
 * Every tool's answer is as its {@code outputSchema} says: the schemas describe what other code
 * writes, so this is what keeps the two together.
 */
final class OutputSchemaTest {
  private static final List<String[]> CALLS =
      List.of(
          new String[] {
            "create_entities",
            """
            {"entities":[{"name":"Ada","entityType":"mentor","observations":["one","two"]},
              {"name":"Ben","entityType":"mentor","observations":[]}]}
            """
          },
          new String[] {
            "create_relations",
            "{\"relations\":[{\"from\":\"Ada\",\"to\":\"Ben\",\"relationType\":\"knows\"}]}"
          },
          new String[] {
            "add_observations",
            "{\"observations\":[{\"entityName\":\"Ben\",\"contents\":[\"%s\"]}]}"
                .formatted("long ".repeat(200))
          },
          new String[] {"read_graph", "{}"},
          new String[] {"search_nodes", "{\"query\":\"ada\"}"},
          new String[] {"open_nodes", "{\"names\":[\"Ben\",\"Nobody\"]}"},
          new String[] {"recall", "{\"query\":\"what is long?\",\"limit\":1}"},
          new String[] {"recall", "{\"query\":\"\",\"limit\":1}"},
          new String[] {"explore", "{\"entity\":\"Ada\",\"depth\":2}"},
          new String[] {"recent_changes", "{\"after\":0,\"limit\":3}"},
          new String[] {"describe_memory", "{}"},
          new String[] {
            "delete_observations",
            "{\"deletions\":[{\"entityName\":\"Ada\",\"observations\":[\"one\"]}]}"
          },
          new String[] {
            "delete_relations",
            "{\"relations\":[{\"from\":\"Ada\",\"to\":\"Ben\",\"relationType\":\"knows\"}]}"
          },
          new String[] {"delete_entities", "{\"entityNames\":[\"Ada\",\"Ben\"]}"},
          new String[] {"recent_changes", "{}"},
          new String[] {"undo_changes", "{}"});

  @Test
  void everyAnswerIsAsItsToolPromises() {
    try (Peer peer = Peer.legacy()) {
      Map<String, Object> schemas = schemas(peer);
      Set<String> called = new HashSet<>();
      for (String[] call : CALLS) {
        Reply reply = peer.call(call[0], call[1].replace("\n", ""));
        assertThat(reply.isError()).as(reply.json()).isFalse();
        List<String> faults = new ArrayList<>();
        check(schemas.get(call[0]), reply.at("result", "structuredContent"), call[0], faults);
        assertThat(faults).as(reply.json()).isEmpty();
        called.add(call[0]);
      }
      assertThat(called).isEqualTo(schemas.keySet());
    }
  }

  @Test
  void theCheckFindsWhatIsMissingWrongOrUnknown() {
    Object schema =
        Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                "n", Map.of("type", "integer", "minimum", BigDecimal.ZERO),
                "l", Map.of("type", "array", "items", Map.of("type", "string"))),
            "required",
            List.of("n"),
            "additionalProperties",
            false);
    assertThat(faults(schema, Map.of("n", BigDecimal.ONE, "l", List.of("x")))).isEmpty();
    assertThat(faults(schema, Map.of("l", List.of()))).containsExactly("x.n is missing");
    assertThat(faults(schema, Map.of("n", BigDecimal.ONE.negate()))).hasSize(1);
    assertThat(faults(schema, Map.of("n", BigDecimal.ONE, "l", List.of(true)))).hasSize(1);
    assertThat(faults(schema, Map.of("n", BigDecimal.ONE, "m", "x"))).hasSize(1);
  }

  private static List<String> faults(Object schema, Object value) {
    List<String> faults = new ArrayList<>();
    check(schema, value, "x", faults);
    return faults;
  }

  private static Map<String, Object> schemas(Peer peer) {
    Map<String, Object> schemas = new HashMap<>();
    if (peer.ask("tools/list", "{}").at("result", "tools") instanceof List<?> tools) {
      for (Object tool : tools) {
        Object schema = JsonTree.at(tool, "outputSchema");
        assertThat(schema).isNotNull();
        schemas.put(String.valueOf(JsonTree.at(tool, "name")), schema);
      }
    }
    return schemas;
  }

  /** Applies the keywords that our schemas use. */
  private static void check(
      @Nullable Object schema, @Nullable Object value, String path, List<String> faults) {
    String type = String.valueOf(JsonTree.at(schema, "type"));
    boolean fits =
        switch (type) {
          case "object" -> value instanceof Map;
          case "array" -> value instanceof List;
          case "string" -> value instanceof String;
          case "boolean" -> value instanceof Boolean;
          case "integer" ->
              value instanceof BigDecimal number
                  && number.scale() <= 0
                  && (!(JsonTree.at(schema, "minimum") instanceof BigDecimal least)
                      || number.compareTo(least) >= 0);
          default -> false;
        };
    if (!fits) {
      faults.add(path + " is no " + type + ": " + value);
    } else if (value instanceof Map<?, ?> object) {
      members(schema, object, path, faults);
    } else if (value instanceof List<?> list) {
      list.forEach(item -> check(JsonTree.at(schema, "items"), item, path + "[]", faults));
    }
  }

  private static void members(
      @Nullable Object schema, Map<?, ?> object, String path, List<String> faults) {
    if (JsonTree.at(schema, "required") instanceof List<?> required) {
      required.stream()
          .filter(name -> !object.containsKey(name))
          .forEach(name -> faults.add(path + "." + name + " is missing"));
    }
    if (JsonTree.at(schema, "properties") instanceof Map<?, ?> known) {
      object.forEach(
          (name, value) -> {
            if (known.containsKey(name)) {
              check(known.get(name), value, path + "." + name, faults);
            } else if (Boolean.FALSE.equals(JsonTree.at(schema, "additionalProperties"))) {
              faults.add(path + "." + name + " is unknown");
            }
          });
    }
  }
}
