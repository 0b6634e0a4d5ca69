package quire.mcp.tools;

import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.mcp.catalog.Resource;
import quire.mcp.catalog.ToolContext;
import quire.mcp.graph.GraphJson;
import quire.mcp.json.JsonWriter;
import quire.mcp.protocol.CacheHint;
import quire.mcp.protocol.Result;

/** The whole graph, streamed whatever its size. */
record GraphResource() implements Resource {
  static final String URI = "memory://knowledge-graph";

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public Result read(ToolContext context) {
    return new Contents(context).cached(CacheHint.NEVER);
  }

  @Override
  public boolean walks() {
    return true;
  }

  @Override
  public boolean changedSince(long sequence, MemoryStore store) {
    return true;
  }

  /** Writes the contents member of one text, up to the text itself. */
  static void beginContents(JsonWriter json, String uri) {
    json.name("contents").beginArray().beginObject();
    json.name("uri").string(uri).name("mimeType").string("application/json");
    json.name("text").beginQuoted();
  }

  static void endContents(JsonWriter json) {
    json.endQuoted().endObject().endArray();
  }

  /** The contents as they are streamed. */
  private record Contents(ToolContext context) implements Result {
    @Override
    public void write(JsonWriter json) {
      try (GraphSnapshot graph = context.store().written().read(new Selection.Everything())) {
        beginContents(json, URI);
        GraphJson.graph(json, graph, context);
        endContents(json);
      }
    }

    /** The text stays cut off in its middle. */
    @Override
    public void cutOff(JsonWriter json, long inside, String message) {
      if (json.quoting()) {
        json.cutQuoted();
      }
      json.closeTo(inside);
      json.name("_meta").beginObject().name("quire/error").string(message).endObject();
    }
  }
}
