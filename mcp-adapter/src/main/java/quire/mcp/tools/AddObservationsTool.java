package quire.mcp.tools;

import java.util.ArrayList;
import java.util.List;
import quire.api.Observations;
import quire.api.Replacement;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.graph.GraphJson;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.json.Schema;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code add_observations}. */
final class AddObservationsTool implements Tool<List<Replacement>> {
  private static final ToolDescription<List<Replacement>> DESCRIPTION =
      new ToolDescription<>(
          "add_observations",
          "Add Observations",
          "When you learned a new fact about an entity that exists: appends it. A changed fact: its"
              + " old text as replaces. If an entity does not exist, nothing is added: use"
              + " create_entities.",
          "{\"observations\":[{\"entityName\":\"Ada\",\"contents\":[\"likes tea\"]}]}",
          Structure.single("observations", Schema.listOf(GraphSchemas.ADDITION)),
          GraphSchemas.ADDED_RESULT,
          Effect.ADDS);

  @Override
  public ToolDescription<List<Replacement>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Replacement> asked, ToolContext context) {
    List<Observations> additions = new ArrayList<>(asked.size());
    boolean replaces = false;
    for (Replacement one : asked) {
      additions.add(new Observations(one.entity(), one.texts()));
      replaces |= !one.replaced().isEmpty();
    }
    List<Observations> added =
        replaces
            ? Replacements.carryOut(asked, context)
            : context.store().addObservations(additions, context.author());
    return ToolResult.list("results", added, GraphJson::added, Notes.known(additions, added));
  }
}
