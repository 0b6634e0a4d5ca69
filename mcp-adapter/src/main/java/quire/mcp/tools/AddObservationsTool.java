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

/** {@code add_observations}. */
final class AddObservationsTool implements Tool<List<Observations>> {
  private static final ToolDescription<List<Observations>> DESCRIPTION =
      new ToolDescription<>(
          "add_observations",
          "Add Observations",
          "When you learned a new fact about an entity that exists: appends it. If one of the"
              + " entities does not exist, nothing is added: use create_entities.",
          "{\"observations\":[{\"entityName\":\"Ada\",\"contents\":[\"likes tea\"]}]}",
          Structure.single("observations", Schema.listOf(GraphSchemas.ADDITION)),
          GraphSchemas.ADDED_RESULT,
          Effect.ADDS);

  @Override
  public ToolDescription<List<Observations>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Observations> additions, ToolContext context) {
    List<Observations> added = context.store().addObservations(additions, context.author());
    return ToolResult.list("results", added, GraphJson::added, Notes.known(additions, added));
  }
}
