package quire.mcp;

import java.util.List;
import quire.api.Observations;
import quire.mcp.ToolDescription.Effect;

/** {@code add_observations}. */
final class AddObservationsTool implements Tool<List<Observations>> {
  private static final ToolDescription<List<Observations>> DESCRIPTION =
      new ToolDescription<>(
          "add_observations",
          "Add Observations",
          "Appends facts to entities that exist, and reports per entity which were new. "
              + "If one of the entities does not exist, nothing is added at all and the answer "
              + "names it: create it with create_entities.",
          GraphSchemas.single("observations", Schema.listOf(GraphSchemas.ADDITION)),
          GraphSchemas.ADDED_RESULT,
          Effect.ADDS);

  @Override
  public ToolDescription<List<Observations>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Observations> additions, Call call) {
    return ToolResult.list(
        "results", call.store().addObservations(additions, call.author()), GraphJson::added);
  }
}
