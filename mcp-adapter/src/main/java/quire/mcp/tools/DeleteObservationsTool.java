package quire.mcp.tools;

import java.util.List;
import quire.api.Observations;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.Schema;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code delete_observations}. */
final class DeleteObservationsTool implements Tool<List<Observations>> {
  private static final ToolDescription<List<Observations>> DESCRIPTION =
      new ToolDescription<>(
          "delete_observations",
          "Delete Observations",
          "Removes single facts from entities, given by their exact text, for instance "
              + "before adding a corrected one. Unknown entities and facts are ignored.",
          Structure.single("deletions", Schema.listOf(GraphSchemas.DELETION)),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  @Override
  public ToolDescription<List<Observations>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Observations> deletions, ToolContext context) {
    context.store().deleteObservations(deletions, context.author());
    return ToolResult.done("Observations deleted successfully");
  }
}
