package quire.mcp.graph;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Observations;
import quire.api.Relation;
import quire.api.Replaced;
import quire.mcp.catalog.ToolContext;
import quire.mcp.json.JsonWriter;

/** The parts of a graph as the standard memory server writes them. */
public final class GraphJson {
  /** More are counted. */
  private static final int ORIGINS_NAMED = 30;

  private GraphJson() {}

  public static void entity(JsonWriter json, Entity entity) {
    entity(json, entity, List.of(), null);
  }

  /**
   * @param former what was replaced on the entity
   * @param origin what of it is of a store that is only read along; null for none
   */
  public static void entity(
      JsonWriter json, Entity entity, List<Replaced> former, @Nullable String origin) {
    json.beginObject().name("name").string(entity.name());
    json.name("entityType").string(entity.type());
    strings(json.name("observations"), entity.observations());
    Former.write(json, former);
    if (origin != null) {
      json.name("origin").string(origin);
    }
    json.endObject();
  }

  public static void relation(JsonWriter json, Relation relation) {
    json.beginObject().name("from").string(relation.from());
    json.name("to").string(relation.to());
    json.name("relationType").string(relation.type()).endObject();
  }

  public static void added(JsonWriter json, Observations added) {
    json.beginObject().name("entityName").string(added.entity());
    strings(json.name("addedObservations"), added.texts());
    json.endObject();
  }

  public static void graph(JsonWriter json, GraphSnapshot graph, ToolContext context) {
    graph(json, graph, context, entity -> {});
  }

  /**
   * @param seen is given each entity that is written
   */
  public static void graph(
      JsonWriter json, GraphSnapshot graph, ToolContext context, Consumer<Entity> seen) {
    json.beginObject().name("entities").beginArray();
    graph.entities(
        entity -> {
          context.checkCancelled();
          seen.accept(entity);
          entity(json, entity);
        });
    json.endArray().name("relations").beginArray();
    graph.relations(
        relation -> {
          context.checkCancelled();
          relation(json, relation);
        });
    json.endArray();
    missing(json, graph.missing());
    json.endObject();
  }

  /** Says beside the result what of it is of a store that is only read along. */
  public static void origins(JsonWriter json, Map<String, String> origins, Set<String> shown) {
    if (origins.isEmpty()) {
      return;
    }
    StringBuilder said = new StringBuilder();
    int more = 0;
    int named = 0;
    for (Map.Entry<String, String> origin : origins.entrySet()) {
      if (shown.contains(origin.getKey())) {
        if (named++ < ORIGINS_NAMED) {
          said.append(said.isEmpty() ? "Not of this project: \"" : ", \"");
          said.append(origin.getKey()).append("\" (").append(origin.getValue()).append(')');
        } else {
          more++;
        }
      }
    }
    if (more > 0) {
      said.append(" and ").append(more).append(" more");
    }
    if (named > 0) {
      json.remark(said.toString());
    }
  }

  /** What a person has to repair is told to the agent, which tells the person. */
  public static void missing(JsonWriter json, List<String> missing) {
    if (!missing.isEmpty()) {
      json.name("missing").string(String.join("\n", missing));
    }
  }

  private static void strings(JsonWriter json, List<String> values) {
    json.beginArray();
    for (String value : values) {
      json.string(value);
    }
    json.endArray();
  }
}
