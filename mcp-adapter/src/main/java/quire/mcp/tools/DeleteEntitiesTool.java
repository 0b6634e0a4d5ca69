package quire.mcp.tools;

import java.util.List;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
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
          "Removes entities with all their facts, and every relation that touches one of "
              + "the names. Unknown names are ignored. Other agents share this memory: delete "
              + "only what is wrong for everybody.",
          Structure.single("entityNames", Schema.listOf(Schemas.TEXT)),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  @Override
  public ToolDescription<List<String>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<String> names, ToolContext context) {
    context.store().deleteEntities(names, context.author());
    return ToolResult.done("Entities deleted successfully");
  }
}
