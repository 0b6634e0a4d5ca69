package quire.mcp;

import java.util.List;
import quire.api.Relation;
import quire.mcp.ToolDescription.Effect;

/** {@code create_relations}. */
final class CreateRelationsTool implements Tool<List<Relation>> {
  private static final ToolDescription<List<Relation>> DESCRIPTION =
      new ToolDescription<>(
          "create_relations",
          "Create Relations",
          "Connects entities by directed relations, worded in active voice (from works_on "
              + "to). The ends are entity names; they need not exist yet. Relations that are "
              + "already there are left out of the answer.",
          GraphSchemas.single("relations", Schema.listOf(GraphSchemas.RELATION)),
          GraphSchemas.RELATIONS_RESULT,
          Effect.ADDS);

  @Override
  public ToolDescription<List<Relation>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Relation> relations, Call call) {
    return ToolResult.list(
        "relations", call.store().createRelations(relations, call.author()), GraphJson::relation);
  }
}
