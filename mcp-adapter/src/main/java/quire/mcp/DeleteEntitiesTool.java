package quire.mcp;

import java.util.List;
import quire.mcp.ToolDescription.Effect;

/** {@code delete_entities}. */
final class DeleteEntitiesTool implements Tool<List<String>> {
  private static final ToolDescription<List<String>> DESCRIPTION =
      new ToolDescription<>(
          "delete_entities",
          "Delete Entities",
          "Removes entities with all their facts, and every relation that touches one of "
              + "the names. Unknown names are ignored. Other agents share this memory: delete "
              + "only what is wrong for everybody.",
          GraphSchemas.single("entityNames", Schema.listOf(Schemas.TEXT)),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  @Override
  public ToolDescription<List<String>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<String> names, Call call) {
    call.store().deleteEntities(names, call.author());
    return ToolResult.done("Entities deleted successfully");
  }
}
