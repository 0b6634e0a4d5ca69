package quire.mcp.tools;

import quire.api.Selection;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.graph.GraphResult;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.graph.Paging;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.json.Structure.Values;
import quire.mcp.protocol.Result;
import quire.mcp.tools.SearchNodesTool.Asked;

/** {@code search_nodes}. */
final class SearchNodesTool implements Tool<Asked> {
  private static final Member<String> QUERY = Structure.required("query", Schemas.QUERY);

  /** What is searched for, and which part of it is wanted. */
  record Asked(String query, Paging paging) {
    static Asked of(Values values) {
      return new Asked(values.get(QUERY), Paging.of(values));
    }
  }

  private static final ToolDescription<Asked> DESCRIPTION =
      new ToolDescription<>(
          "search_nodes",
          "Search Nodes",
          "When you want to know whether a name or a word is there, before you create an entity:"
              + " those that contain the text or all of its words.",
          "{\"query\":\"Ada\"}",
          Structure.open(Asked::of, QUERY, Paging.LIMIT, Paging.AFTER),
          GraphSchemas.GRAPH_RESULT,
          Effect.READS);

  @Override
  public ToolDescription<Asked> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(Asked asked, ToolContext context) {
    return new GraphResult(
        "search_nodes", context, new Selection.Matching(asked.query()), asked.paging());
  }
}
