package quire.mcp;

import java.util.List;
import quire.api.Observations;
import quire.mcp.ToolDescription.Effect;

/** {@code delete_observations}. */
final class DeleteObservationsTool implements Tool<List<Observations>> {
  private static final ToolDescription<List<Observations>> DESCRIPTION =
      new ToolDescription<>(
          "delete_observations",
          "Delete Observations",
          "Removes single facts from entities, given by their exact text, for instance "
              + "before adding a corrected one. Unknown entities and facts are ignored.",
          GraphSchemas.single("deletions", Schema.listOf(GraphSchemas.DELETION)),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  @Override
  public ToolDescription<List<Observations>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Observations> deletions, Call call) {
    call.store().deleteObservations(deletions, call.author());
    return ToolResult.done("Observations deleted successfully");
  }
}
