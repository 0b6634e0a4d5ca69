package quire.mcp.tools;

import java.util.List;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code open_nodes}. */
final class OpenNodesTool implements Tool<List<String>> {
  private static final ToolDescription<List<String>> DESCRIPTION =
      new ToolDescription<>(
          "open_nodes",
          "Open Nodes",
          "When you know exact names: these entities with all their facts and relations.",
          "{\"names\":[\"Ada\"]}",
          Structure.single("names", Schema.listOf(Schemas.TEXT)),
          GraphSchemas.GRAPH_RESULT,
          Effect.READS);

  @Override
  public ToolDescription<List<String>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<String> names, ToolContext context) {
    return new NamedResult(context, names);
  }
}
