package quire.mcp.tools;

import java.util.List;
import quire.api.Relation;
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

/** {@code create_relations}. */
final class CreateRelationsTool implements Tool<List<Relation>> {
  private static final ToolDescription<List<Relation>> DESCRIPTION =
      new ToolDescription<>(
          "create_relations",
          "Create Relations",
          "When two entities belong together: connects them, worded in active voice (from works_on"
              + " to).",
          "{\"relations\":[{\"from\":\"Ada\",\"to\":\"Engine\",\"relationType\":\"works_on\"}]}",
          Structure.single("relations", Schema.listOf(GraphSchemas.RELATION)),
          GraphSchemas.RELATIONS_RESULT,
          Effect.ADDS);

  @Override
  public ToolDescription<List<Relation>> description() {
    return DESCRIPTION;
  }

  @Override
  public Result call(List<Relation> relations, ToolContext context) {
    List<Relation> created = context.store().createRelations(relations, context.author());
    return ToolResult.list(
        "relations",
        created,
        GraphJson::relation,
        Notes.connected(relations.size(), created.size()));
  }
}
