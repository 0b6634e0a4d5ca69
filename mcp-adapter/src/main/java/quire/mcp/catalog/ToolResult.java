package quire.mcp.catalog;

import java.util.List;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.protocol.Result;

/** The results of tools: the same content as text and, for programs, as structure. */
public final class ToolResult {
  private ToolResult() {}

  /** Writes one item of a list. */
  public interface ItemWriter<T> {
    void write(JsonWriter json, T item);
  }

  /** {@return a refusal, for the agent to read and act on} */
  public static Result failure(String message) {
    return json -> {
      text(json, message);
      json.name("isError").bool(true);
    };
  }

  /**
   * {@return a sentence, as the standard memory server answers deletions}
   *
   * @param notes what else is to be said of the call
   */
  public static Result done(String message, List<String> notes) {
    return json -> {
      json.name("content").beginArray();
      textBlock(json, message);
      notes.forEach(json::remark);
      json.remarks().forEach(remark -> textBlock(json, remark));
      json.endArray();
      json.name("structuredContent").beginObject();
      json.name("success").bool(true).name("message").string(message).endObject();
    };
  }

  /** {@return a list, which the text holds bare and the structure under its name} */
  public static <T> Result list(
      String member, List<T> items, ItemWriter<T> writer, List<String> notes) {
    return json -> {
      notes.forEach(json::remark);
      json.name("structuredContent").beginObject().name(member);
      mirror(
          json,
          () -> {
            json.beginArray();
            for (T item : items) {
              writer.write(json, item);
            }
            json.endArray();
          },
          json::endObject);
    };
  }

  /** {@return an object, the same in text and structure} */
  public static Result object(Result members) {
    return json -> {
      json.name("structuredContent");
      mirror(
          json,
          () -> {
            json.beginObject();
            members.write(json);
            json.endObject();
          },
          () -> {});
    };
  }

  /**
   * Writes a value where the message stands, then the text content with the same value. A value
   * that has left already is written a second time.
   */
  public static void mirror(JsonWriter json, Runnable value, Runnable afterStructure) {
    MessageBytes bytes = json.bytes();
    int from = bytes.position();
    value.run();
    int to = bytes.position();
    afterStructure.run();
    json.name("content").beginArray().beginObject();
    json.name("type").string("text").name("text").beginQuoted();
    if (bytes.streaming()) {
      value.run();
    } else {
      json.copy(bytes.held(), from, to);
    }
    json.endQuoted().endObject();
    json.remarks().forEach(remark -> textBlock(json, remark));
    json.endArray();
  }

  /** Ends a result that failed after a part of it had left: sound JSON, and marked as an error. */
  public static void cutOff(JsonWriter json, long inside, String message) {
    if (json.quoting()) {
      json.closeQuoted().endObject();
      textBlock(json, message);
      json.closeTo(inside);
    } else {
      json.closeTo(inside);
      text(json, message);
    }
    json.name("isError").bool(true);
  }

  public static void text(JsonWriter json, String text) {
    json.name("content").beginArray();
    textBlock(json, text);
    json.endArray();
  }

  public static void textBlock(JsonWriter json, String text) {
    json.beginObject().name("type").string("text").name("text").string(text).endObject();
  }
}
