package quire.mcp.tools;

import java.util.List;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code delete_entities}. */
final class DeleteEntitiesTool implements Tool<List<String>> {
  private static final ToolDescription<List<String>> DESCRIPTION =
      new ToolDescription<>(
          "delete_entities",
          "Delete Entities",
          "When a whole entity is wrong for everybody: removes it with its facts and relations.",
          "{\"entityNames\":[\"Ada\"]}",
          Structure.single("entityNames", Schema.listOf(Schemas.TEXT)),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  @Override
  public ToolDescription<List<String>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<String> names, ToolContext context) {
    long removed = context.store().deleteEntities(names, context.author());
    return ToolResult.done(
        "Entities deleted successfully", Notes.ofDeletion(context, names, removed));
  }
}
