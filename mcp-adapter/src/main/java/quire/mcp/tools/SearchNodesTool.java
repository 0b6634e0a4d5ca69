package quire.mcp.tools;

import quire.api.Selection;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code search_nodes}. */
final class SearchNodesTool implements Tool<String> {
  private static final ToolDescription<String> DESCRIPTION =
      new ToolDescription<>(
          "search_nodes",
          "Search Nodes",
          "Finds entities whose name, type or any fact contains the query (upper and "
              + "lower case are the same), then those that contain all of its words, with every "
              + "relation that touches one of them. Use it at the start of a task and before "
              + "creating an entity; short, distinctive words find most.",
          Structure.single("query", Schemas.QUERY.described("Plain text, not a pattern")),
          GraphSchemas.GRAPH_RESULT,
          Effect.READS);

  @Override
  public ToolDescription<String> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(String query, ToolContext context) {
    return new GraphResult(context, new Selection.Matching(query));
  }
}
