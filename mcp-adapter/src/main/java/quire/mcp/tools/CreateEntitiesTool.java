package quire.mcp.tools;

import java.util.List;
import quire.api.Entity;
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

/** {@code create_entities}. */
final class CreateEntitiesTool implements Tool<List<Entity>> {
  private static final ToolDescription<List<Entity>> DESCRIPTION =
      new ToolDescription<>(
          "create_entities",
          "Create Entities",
          "When you learned of something new that is worth finding again (person, project,"
              + " decision, preference, pitfall): adds entities with their facts. One that exists"
              + " stays as it is: use add_observations. One short fact per observation,"
              + " understandable on its own.",
          "{\"entities\":[{\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"likes"
              + " tea\"]}]}",
          Structure.single("entities", Schema.listOf(GraphSchemas.ENTITY)),
          GraphSchemas.ENTITIES_RESULT,
          Effect.ADDS);

  @Override
  public ToolDescription<List<Entity>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Entity> entities, ToolContext context) {
    List<Entity> created = context.store().createEntities(entities, context.author());
    return ToolResult.list(
        "entities", created, GraphJson::entity, Notes.existing(entities, created));
  }
}
