package quire.mcp.tools;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import quire.api.GraphSnapshot;
import quire.api.Selection;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolResult;
import quire.mcp.graph.GraphJson;
import quire.mcp.json.JsonWriter;
import quire.mcp.protocol.Result;

/** The entities of some names as a tool's result, of any size, and which names nothing has. */
record NamedResult(ToolContext context, List<String> names) implements Result {
  @Override
  public void write(JsonWriter json) {
    Set<String> missing = new LinkedHashSet<>(names);
    try (GraphSnapshot graph = context.store().read(new Selection.Named(names))) {
      json.name("structuredContent");
      ToolResult.mirror(
          json,
          () -> GraphJson.graph(json, graph, context, entity -> missing.remove(entity.name())),
          () -> {
            Notes.missing(context.store(), missing).forEach(json::remark);
            Map<String, String> origins = graph.origins();
            GraphJson.origins(json, origins, origins.keySet());
          });
    }
  }

  @Override
  public void cutOff(JsonWriter json, long inside, String message) {
    ToolResult.cutOff(json, inside, message);
  }
}
