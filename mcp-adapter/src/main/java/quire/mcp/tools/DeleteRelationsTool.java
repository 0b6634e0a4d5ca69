package quire.mcp.tools;

import java.util.List;
import quire.api.Relation;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.json.Schema;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code delete_relations}. */
final class DeleteRelationsTool implements Tool<List<Relation>> {
  private static final ToolDescription<List<Relation>> DESCRIPTION =
      new ToolDescription<>(
          "delete_relations",
          "Delete Relations",
          "When a connection is no longer true: removes it, given as it is written.",
          "{\"relations\":[{\"from\":\"Ada\",\"to\":\"Engine\",\"relationType\":\"works_on\"}]}",
          Structure.single("relations", Schema.listOf(GraphSchemas.OLD_RELATION)),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  @Override
  public ToolDescription<List<Relation>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Relation> relations, ToolContext context) {
    long removed = context.store().deleteRelations(relations, context.author());
    return ToolResult.done(
        "Relations deleted successfully",
        Notes.deleted(
            relations.size(),
            removed,
            "relation",
            "from, to and relationType must be exact, as explore shows them"));
  }
}
