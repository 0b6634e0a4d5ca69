package quire.mcp.catalog;

import java.util.List;
import quire.mcp.json.JsonWriter;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.Result;

/**
 * A text that a user asks a client to put to its model.
 *
 * @param messages makes the messages from the params of a request
 */
public record Prompt(
    String name, String title, String description, List<Argument> arguments, Messages messages) {
  public Prompt {
    arguments = List.copyOf(arguments);
  }

  /** What a prompt can be told. */
  public record Argument(String name, String description, boolean required) {}

  /** Makes the messages of a prompt. */
  public interface Messages {
    Result of(Params params);
  }

  public void write(JsonWriter json) {
    json.beginObject().name("name").string(name);
    json.name("title").string(title);
    json.name("description").string(description);
    json.name("arguments").beginArray();
    for (Argument argument : arguments) {
      json.beginObject().name("name").string(argument.name());
      json.name("description").string(argument.description());
      json.name("required").bool(argument.required()).endObject();
    }
    json.endArray().endObject();
  }
}
