package quire.mcp.tools;

import java.util.List;
import quire.api.Entity;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.Schema;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** {@code create_entities}. */
final class CreateEntitiesTool implements Tool<List<Entity>> {
  private static final ToolDescription<List<Entity>> DESCRIPTION =
      new ToolDescription<>(
          "create_entities",
          "Create Entities",
          "Adds entities to the shared memory: people, projects, decisions, preferences, "
              + "anything worth finding again. Search first: a name that exists is left "
              + "untouched and its observations are NOT added (use add_observations). Keep "
              + "observations short, one fact each. The answer holds only what was new.",
          Structure.single("entities", Schema.listOf(GraphSchemas.ENTITY)),
          GraphSchemas.ENTITIES_RESULT,
          Effect.ADDS);

  @Override
  public ToolDescription<List<Entity>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Entity> entities, ToolContext context) {
    return ToolResult.list(
        "entities", context.store().createEntities(entities, context.author()), GraphJson::entity);
  }
}
