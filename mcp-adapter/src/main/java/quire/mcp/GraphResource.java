package quire.mcp;

import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.mcp.Channel.BrokenException;

/** The whole graph, streamed whatever its size. */
record GraphResource() implements Resource {
  static final String URI = "memory://knowledge-graph";

  @Override
  public String uri() {
    return URI;
  }

  @Override
  public Result read(Call call) {
    Result result = json -> write(json, call);
    return result.cached(CacheHint.NEVER);
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

  private void write(JsonWriter json, Call call) {
    try (GraphSnapshot graph = call.store().read(new Selection.Everything())) {
      beginContents(json, URI);
      GraphJson.graph(json, graph, call);
      endContents(json);
    } catch (BrokenException gone) {
      throw gone;
    } catch (RuntimeException failure) {
      if (!json.bytes().streaming()) {
        throw failure;
      }
      // Part of it has left: the text stays cut off, so that it cannot be taken for the whole.
      json.cutQuoted().endObject().endArray();
      json.name("_meta").beginObject().name("quire/error").string(call.describe(failure));
      json.endObject();
    }
  }
}
