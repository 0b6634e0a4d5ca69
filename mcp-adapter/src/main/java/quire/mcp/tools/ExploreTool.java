package quire.mcp.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import quire.api.Entity;
import quire.api.Relation;
import quire.api.Replaced;
import quire.mcp.catalog.Tool;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolDescription;
import quire.mcp.catalog.ToolDescription.Effect;
import quire.mcp.catalog.ToolResult;
import quire.mcp.graph.Former;
import quire.mcp.graph.GraphJson;
import quire.mcp.graph.GraphSchemas;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.json.Structure.Member;
import quire.mcp.json.Structure.Values;
import quire.mcp.protocol.Result;
import quire.mcp.tools.ExploreTool.Asked;

/** {@code explore}: what is around an entity. */
final class ExploreTool implements Tool<Asked> {
  private static final int USUAL_DEPTH = 1;
  private static final int USUAL_BUDGET = 8_000;

  private static final Member<String> ENTITY = Structure.required("entity", Schemas.TEXT);
  private static final Member<Long> DEPTH =
      Structure.optional("depth", new Schema.Whole(0, 5).described("Else 1"));
  private static final Member<List<String>> TYPES =
      Structure.optional("relationTypes", Schema.listOf(Schemas.TEXT));
  private static final Member<Long> BUDGET =
      Structure.optional("budget", new Schema.Whole(100, 1_000_000).described("Bytes, else 8000"));

  private static final ToolDescription<Asked> DESCRIPTION =
      new ToolDescription<>(
          "explore",
          "Explore",
          "When you want to know what is around an entity: it and what its relations lead to, the"
              + " nearest first.",
          "{\"entity\":\"Ada\",\"depth\":2}",
          Structure.open(Asked::of, ENTITY, DEPTH, TYPES, BUDGET),
          result(),
          Effect.READS);

  /** Where to begin and how far to go; without types, all relations are followed. */
  record Asked(String entity, int depth, Optional<Set<String>> types, int budget) {
    static Asked of(Values values) {
      return new Asked(
          values.get(ENTITY),
          Optional.ofNullable(values.find(DEPTH)).map(Long::intValue).orElse(USUAL_DEPTH),
          Optional.ofNullable(values.find(TYPES)).map(Set::copyOf),
          Optional.ofNullable(values.find(BUDGET)).map(Long::intValue).orElse(USUAL_BUDGET));
    }

    boolean follows(Relation relation) {
      return types.stream().allMatch(set -> set.contains(relation.type()));
    }
  }

  @Override
  public ToolDescription<Asked> description() {
    return DESCRIPTION;
  }

  @Override
  public boolean strict() {
    return true;
  }

  @Override
  public Result call(Asked asked, ToolContext context) {
    Exploration found = Exploration.of(context.store(), asked);
    List<List<Replaced>> former = former(found, context);
    return ToolResult.object(
        json -> {
          json.name("entities").beginArray();
          for (int i = 0; i < former.size(); i++) {
            Entity entity = found.entities().get(i);
            GraphJson.entity(json, entity, former.get(i), found.origins().get(entity.name()));
          }
          json.endArray().name("relations").beginArray();
          for (Relation relation : found.relations()) {
            GraphJson.relation(json, relation);
          }
          json.endArray().name("left").number(found.left());
          GraphJson.missing(json, found.missing());
        });
  }

  /** {@return what was replaced on each entity, where the budget has room for it} */
  private static List<List<Replaced>> former(Exploration found, ToolContext context) {
    List<String> names = new ArrayList<>(found.entities().size());
    for (Entity entity : found.entities()) {
      names.add(entity.name());
    }
    Former replaced = Former.of(context.store(), names, found.room());
    List<List<Replaced>> former = new ArrayList<>(names.size());
    for (String name : names) {
      former.add(replaced.of(name));
    }
    return former;
  }

  private static Schema<?> result() {
    return Structure.closed(
        Structure.required("entities", GraphSchemas.EXPLORED),
        Structure.required("relations", GraphSchemas.RELATIONS_OUT),
        Structure.required("left", new Schema.Whole(0, Long.MAX_VALUE)),
        GraphSchemas.missing());
  }
}
