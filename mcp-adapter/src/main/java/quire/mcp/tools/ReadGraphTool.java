package quire.mcp.tools;

import quire.api.Selection;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code read_graph}. */
final class ReadGraphTool implements Tool<Boolean> {
  private static final ToolDescription<Boolean> DESCRIPTION =
      new ToolDescription<>(
          "read_graph",
          "Read Graph",
          "Returns the whole memory: every entity and relation. Can be very large; prefer "
              + "search_nodes and open_nodes, or describe_memory to see how much there is.",
          Structure.open(values -> Boolean.TRUE),
          GraphSchemas.GRAPH_RESULT,
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
  public Result call(Boolean none, ToolContext context) {
    return new GraphResult(context, new Selection.Everything());
  }
}
