package quire.mcp.tools;

import java.util.List;
import quire.api.Observations;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.json.Schema;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code delete_observations}. */
final class DeleteObservationsTool implements Tool<List<Observations>> {
  private static final ToolDescription<List<Observations>> DESCRIPTION =
      new ToolDescription<>(
          "delete_observations",
          "Delete Observations",
          "When a fact is wrong: removes it by its exact text.",
          "{\"deletions\":[{\"entityName\":\"Ada\",\"observations\":[\"likes tea\"]}]}",
          Structure.single("deletions", Schema.listOf(GraphSchemas.DELETION)),
          GraphSchemas.DONE_RESULT,
          Effect.DELETES);

  @Override
  public ToolDescription<List<Observations>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Observations> deletions, ToolContext context) {
    long removed = context.store().deleteObservations(deletions, context.author());
    return ToolResult.done(
        "Observations deleted successfully",
        Notes.deleted(
            Notes.facts(deletions),
            removed,
            "fact",
            "give the exact text, as open_nodes shows it"));
  }
}
