package quire.mcp.tools;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.api.StoreDescription;
import quire.api.StoreStatistics;
import quire.mcp.catalog.ServerLimits;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.protocol.Result;

/** {@code describe_memory}: how much there is, of which types, where, and what the limits are. */
final class DescribeMemoryTool implements Tool<Boolean> {
  private static final int MOST_TYPES = 50;

  private static final Member<Boolean> DETAILS =
      Structure.optional("details", Schemas.TRUTH.described("What the backend says of itself"));

  private static final ToolDescription<Boolean> DESCRIPTION =
      new ToolDescription<>(
          "describe_memory",
          "Describe Memory",
          "When you want to know how large the memory is, or which entity types are in use (use"
              + " them again): counts, types, where it is stored, limits.",
          "{}",
          Structure.open(values -> Boolean.TRUE.equals(values.find(DETAILS)), DETAILS),
          result(),
          Effect.READS);

  @Override
  public ToolDescription<Boolean> description() {
    return DESCRIPTION;
  }

  @Override
  public boolean walks() {
    return true;
  }

  @Override
  public boolean strict() {
    return true;
  }

  @Override
  public Result call(Boolean detailed, ToolContext context) {
    MemoryStore store = context.store();
    StoreDescription memory = store.describe();
    List<Map.Entry<String, Long>> types = types(store.written(), context);
    return ToolResult.object(
        json -> {
          json.name("entities").number(memory.entities());
          json.name("observations").number(memory.observations());
          json.name("relations").number(memory.relations());
          json.name("entityTypes").beginArray();
          types.forEach(type -> type(json, type));
          json.endArray();
          json.name("lastSequence").number(memory.lastSequence());
          json.name("backend").string(memory.backend());
          json.name("location").string(memory.location());
          limits(json.name("limits"), context.limits());
          statistics(json.name("statistics"), memory.statistics());
          json.name("details").beginObject();
          if (detailed) {
            new TreeMap<>(memory.details()).forEach((name, fact) -> json.name(name).string(fact));
          }
          remarks(json, context.remarks().all());
          json.endObject();
        });
  }

  private static void remarks(JsonWriter json, List<String> remarks) {
    for (int i = 0; i < remarks.size(); i++) {
      json.name("notice " + (i + 1)).string(remarks.get(i));
    }
  }

  private static List<Map.Entry<String, Long>> types(MemoryStore store, ToolContext context) {
    Map<String, Long> counts = new HashMap<>();
    try (GraphSnapshot graph = store.read(new Selection.Everything())) {
      graph.names(
          (name, type) -> {
            context.checkCancelled();
            counts.merge(type, 1L, Long::sum);
          });
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_TYPES)
        .toList();
  }

  private static void type(JsonWriter json, Map.Entry<String, Long> type) {
    json.beginObject().name("type").string(type.getKey());
    json.name("entities").number(type.getValue()).endObject();
  }

  private static void statistics(JsonWriter json, StoreStatistics statistics) {
    json.beginObject().name("attempts").number(statistics.attempts());
    json.name("retries").number(statistics.retries());
    json.name("refusals").number(statistics.refusals());
    json.name("longestWaitMillis").number(statistics.longestWait().toMillis()).endObject();
  }

  private static void limits(JsonWriter json, ServerLimits limits) {
    json.beginObject().name("messageBytes").number(limits.messageBytes());
    json.name("runningCalls").number(limits.runningCalls());
    json.name("waitingCalls").number(limits.waitingCalls()).endObject();
  }

  private static Schema<?> result() {
    Schema<Long> count = new Schema.Whole(0, Long.MAX_VALUE);
    return Structure.closed(
        Structure.required("entities", count),
        Structure.required("observations", count),
        Structure.required("relations", count),
        Structure.required(
            "entityTypes",
            Schema.listOf(
                Structure.closed(
                    Structure.required("type", Schemas.TEXT),
                    Structure.required("entities", count)))),
        Structure.required("lastSequence", count),
        Structure.required("backend", Schemas.TEXT),
        Structure.required("location", Schemas.TEXT),
        Structure.required("limits", Schemas.NAMES),
        Structure.required("statistics", Schemas.NAMES),
        Structure.required("details", Schemas.NAMES));
  }
}
