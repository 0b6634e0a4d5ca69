package quire.mcp.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import quire.api.GraphSnapshot;
import quire.api.Relation;
import quire.mcp.catalog.ToolContext;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.protocol.Result;

/**
 * As much of a graph as an answer may hold: entities from a position on, and the relations of those
 * that are shown. What is left is counted.
 */
final class GraphPart {
  /** The rest is for relations, of which a part without any tells little. */
  private static final double FOR_ENTITIES = 0.75;

  private final int after;
  private final long most;
  private final List<byte[]> entities = new ArrayList<>();
  private final List<byte[]> relations = new ArrayList<>();
  private final Set<String> shown = new HashSet<>();
  private long used;
  private int passed;
  private int entitiesLeft;
  private int relationsLeft;
  private List<String> missing = List.of();

  /**
   * @param after how many entities are passed over
   * @param most the bytes that structure and text may have together
   */
  GraphPart(int after, long most) {
    this.after = after;
    this.most = most;
  }

  void gather(GraphSnapshot graph, ToolContext context) {
    graph.entities(
        entity -> {
          context.checkCancelled();
          if (passed++ < after) {
            return;
          }
          byte[] json = bytes(writer -> GraphJson.entity(writer, entity));
          boolean fits = used + cost(json) <= most * FOR_ENTITIES;
          if (entitiesLeft == 0 && (fits || shown.isEmpty())) {
            entities.add(json);
            shown.add(entity.name());
            used += cost(json);
          } else {
            entitiesLeft++;
          }
        });
    graph.relations(
        relation -> {
          context.checkCancelled();
          if (concerns(relation)) {
            add(bytes(writer -> GraphJson.relation(writer, relation)));
          }
        });
    missing = graph.missing();
  }

  void write(JsonWriter json) {
    json.beginObject().name("entities").beginArray();
    entities.forEach(json::copy);
    json.endArray().name("relations").beginArray();
    relations.forEach(json::copy);
    json.endArray();
    GraphJson.missing(json, missing);
    json.endObject();
  }

  /** {@return the names of the entities that fit} */
  Set<String> shown() {
    return shown;
  }

  boolean isEmpty() {
    return entities.isEmpty() && relations.isEmpty();
  }

  int entitiesLeft() {
    return entitiesLeft;
  }

  int relationsLeft() {
    return relationsLeft;
  }

  /** {@return how many entities are passed over to read on} */
  int next() {
    return after + entities.size();
  }

  private boolean concerns(Relation relation) {
    boolean whole = after == 0 && entitiesLeft == 0;
    return whole || shown.contains(relation.from()) || shown.contains(relation.to());
  }

  private void add(byte[] json) {
    if (used + cost(json) <= most) {
      relations.add(json);
      used += cost(json);
    } else {
      relationsLeft++;
    }
  }

  private static byte[] bytes(Result part) {
    MessageBytes bytes = MessageBytes.unlimited();
    part.write(new JsonWriter(bytes));
    return bytes.copy(0, bytes.position());
  }

  /** {@return what it takes twice: as structure, and escaped in the text} */
  private static long cost(byte[] json) {
    long cost = 2L * json.length + 2;
    for (byte b : json) {
      cost += b == '"' || b == '\\' ? 1 : 0;
    }
    return cost;
  }
}
