package quire.mcp;

import quire.api.Selection;
import quire.mcp.ToolDescription.Effect;

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
          GraphSchemas.single("query", Schemas.TEXT.described("Plain text, not a pattern")),
          GraphSchemas.GRAPH_RESULT,
          Effect.READS);

  @Override
  public ToolDescription<String> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(String query, Call call) {
    return new GraphResult(call, new Selection.Matching(query));
  }
}
