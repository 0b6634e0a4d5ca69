package quire.mcp.tools;

import quire.api.GraphSnapshot;
import quire.api.Selection;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.JsonWriter;
import quire.mcp.protocol.Result;

/**
 * A part of the graph as a tool's result, of any size: it is walked once, and a second time for the
 * text if it is too large to be held. A failure after the first bytes have left closes the message
 * and marks it as an error.
 */
record GraphResult(ToolContext context, Selection selection) implements Result {
  @Override
  public void write(JsonWriter json) {
    try (GraphSnapshot graph = context.store().read(selection)) {
      json.name("structuredContent");
      ToolResult.mirror(json, () -> GraphJson.graph(json, graph, context), () -> {});
    }
  }

  @Override
  public void cutOff(JsonWriter json, long inside, String message) {
    ToolResult.cutOff(json, inside, message);
  }
}
