package quire.mcp;

import java.util.List;
import quire.api.Relation;
import quire.mcp.ToolDescription.Effect;

/** {@code delete_relations}. */
final class DeleteRelationsTool implements Tool<List<Relation>> {
  private static final ToolDescription<List<Relation>> DESCRIPTION =
      new ToolDescription<>(
          "delete_relations",
          "Delete Relations",
          "Removes relations given as complete from/to/type triples. Unknown triples are "
              + "ignored.",
          GraphSchemas.single("relations", Schema.listOf(GraphSchemas.RELATION)),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  @Override
  public ToolDescription<List<Relation>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Relation> relations, Call call) {
    call.store().deleteRelations(relations, call.author());
    return ToolResult.done("Relations deleted successfully");
  }
}
