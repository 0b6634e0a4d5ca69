package quire.mcp.tools;

import java.util.List;
import quire.api.Relation;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.Schema;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code delete_relations}. */
final class DeleteRelationsTool implements Tool<List<Relation>> {
  private static final ToolDescription<List<Relation>> DESCRIPTION =
      new ToolDescription<>(
          "delete_relations",
          "Delete Relations",
          "Removes relations given as complete from/to/type triples. Unknown triples are "
              + "ignored.",
          Structure.single("relations", Schema.listOf(GraphSchemas.RELATION)),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  @Override
  public ToolDescription<List<Relation>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Relation> relations, ToolContext context) {
    context.store().deleteRelations(relations, context.author());
    return ToolResult.done("Relations deleted successfully");
  }
}
