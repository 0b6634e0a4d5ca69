package quire.mcp;

import quire.api.GraphSnapshot;
import quire.api.Selection;
import quire.mcp.Channel.BrokenException;

/**
 * A part of the graph as a tool's result, of any size: it is walked once, and a second time for the
 * text if it is too large to be held. A failure after the first bytes have left closes the message
 * and marks it as an error.
 */
record GraphResult(Call call, Selection selection) implements Result {
  @Override
  public void write(JsonWriter json) {
    long outside = json.open();
    try (GraphSnapshot graph = call.store().read(selection)) {
      json.name("structuredContent");
      ToolResult.mirror(json, () -> GraphJson.graph(json, graph, call), () -> {});
    } catch (BrokenException gone) {
      throw gone;
    } catch (RuntimeException failure) {
      if (!json.bytes().streaming()) {
        throw failure;
      }
      close(json, outside, failure);
    }
  }

  private void close(JsonWriter json, long outside, RuntimeException failure) {
    String message = call.describe(failure);
    if (json.quoting()) {
      json.closeQuoted().endObject();
      ToolResult.textBlock(json, message);
      json.closeTo(outside);
    } else {
      json.closeTo(outside);
      ToolResult.text(json, message);
    }
    json.name("isError").bool(true);
  }
}
