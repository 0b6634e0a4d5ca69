package quire.mcp.tools;

import quire.api.Selection;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.graph.GraphResult;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.graph.Paging;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code read_graph}. */
final class ReadGraphTool implements Tool<Paging> {
  private static final ToolDescription<Paging> DESCRIPTION =
      new ToolDescription<>(
          "read_graph",
          "Read Graph",
          "When you need everything, of a small memory or page by page: all entities and relations,"
              + " as many as fit.",
          "{\"after\":0}",
          Structure.open(Paging::of, Paging.LIMIT, Paging.AFTER),
          GraphSchemas.GRAPH_RESULT,
          Effect.READS);

  @Override
  public ToolDescription<Paging> description() {
    return DESCRIPTION;
  }

  @Override
  public boolean walks() {
    return true;
  }

  @Override
  public Result call(Paging paging, ToolContext context) {
    return new GraphResult("read_graph", context, new Selection.Everything(), paging);
  }
}
