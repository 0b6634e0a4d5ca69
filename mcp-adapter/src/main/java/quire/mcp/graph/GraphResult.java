package quire.mcp.graph;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import quire.api.Entity;
import quire.api.GraphSnapshot;
import quire.api.Selection;
import quire.mcp.catalog.ToolContext;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.JsonWriter;
import quire.mcp.protocol.Result;

/**
 * A part of the graph as a tool's result. Without a limit it is as much as an answer usually holds,
 * and a remark says how to read on. With a limit, or where answers are not limited, it may have any
 * size: it is walked once, and a second time for the text if it is too large to be held. A failure
 * after the first bytes have left closes the message and marks it as an error.
 */
public record GraphResult(String tool, ToolContext context, Selection selection, Paging paging)
    implements Result {
  /**
   * Who asks for everything is shown ten times what a search shows: a drop-in hides no entity that
   * a client can take. By default it is a megabyte, above which some clients show nothing at all.
   */
  private static final int EVERYTHING = 10;

  @Override
  public void write(JsonWriter json) {
    boolean everything = selection instanceof Selection.Everything;
    int usual = context.answerBytes() * (everything ? EVERYTHING : 1);
    Long limit = paging.limit();
    try (GraphSnapshot graph = context.store().read(selection)) {
      json.name("structuredContent");
      if (limit == null && usual > 0) {
        part(json, graph, usual);
      } else {
        stream(json, graph, limit == null ? Long.MAX_VALUE : limit);
      }
    }
  }

  private void part(JsonWriter json, GraphSnapshot graph, int bytes) {
    GraphPart part = new GraphPart((int) paging.after(), bytes);
    part.gather(graph, context);
    remarks(json, part);
    GraphJson.origins(json, graph.origins(), part.shown());
    ToolResult.mirror(json, () -> part.write(json), () -> {});
  }

  private void remarks(JsonWriter json, GraphPart part) {
    if (part.entitiesLeft() > 0) {
      left(json, part.entitiesLeft(), part.next());
    }
    if (part.relationsLeft() > 0) {
      json.remark(
          "%,d more relations of these entities did not fit: explore one of them, or give limit"
              .formatted(part.relationsLeft()));
    }
    if (selection instanceof Selection.Matching && part.isEmpty() && paging.after() == 0) {
      json.remark("No entity matches. recall answers questions in your own words");
    }
  }

  private void left(JsonWriter json, long left, long next) {
    json.remark(
        "%,d more %s. To read on: %s with \"after\": %d, and \"limit\" for as many as you want"
            .formatted(
                left,
                selection instanceof Selection.Matching ? "entities match" : "entities are there",
                tool,
                next));
  }

  private void stream(JsonWriter json, GraphSnapshot graph, long limit) {
    Window window = new Window(json, paging.after(), limit);
    ToolResult.mirror(
        json,
        () -> window.write(graph, context),
        () -> {
          if (window.left() > 0) {
            left(json, window.left(), paging.after() + limit);
          }
          Map<String, String> origins = graph.origins();
          GraphJson.origins(json, origins, window.isWhole() ? origins.keySet() : window.shown);
        });
  }

  @Override
  public void cutOff(JsonWriter json, long inside, String message) {
    ToolResult.cutOff(json, inside, message);
  }

  /** Writes the entities from one position to another, and the relations that touch one of them. */
  private static final class Window {
    private final JsonWriter json;
    private final long after;
    private final long limit;
    private final Set<String> shown = new HashSet<>();
    private long seen;

    private Window(JsonWriter json, long after, long limit) {
      this.json = json;
      this.after = after;
      this.limit = limit;
    }

    private void write(GraphSnapshot graph, ToolContext context) {
      boolean whole = isWhole();
      seen = 0;
      json.beginObject().name("entities").beginArray();
      graph.entities(
          entity -> {
            context.checkCancelled();
            if (seen >= after && seen - after < limit) {
              entity(entity, whole);
            }
            seen++;
          });
      json.endArray().name("relations").beginArray();
      graph.relations(
          relation -> {
            context.checkCancelled();
            if (whole || shown.contains(relation.from()) || shown.contains(relation.to())) {
              GraphJson.relation(json, relation);
            }
          });
      json.endArray();
      GraphJson.missing(json, graph.missing());
      json.endObject();
    }

    private void entity(Entity entity, boolean whole) {
      if (!whole) {
        shown.add(entity.name());
      }
      GraphJson.entity(json, entity);
    }

    private boolean isWhole() {
      return after == 0 && limit == Long.MAX_VALUE;
    }

    private long left() {
      return Math.max(0, seen - after - limit);
    }
  }
}
