package quire.mcp;

import java.util.List;

/** A text that a user asks a client to put to its model. */
interface Prompt {
  String name();

  String title();

  String description();

  List<Argument> arguments();

  /** {@return the messages, from the arguments that the params hold} */
  Result messages(Params params);

  /** What a prompt can be told. */
  record Argument(String name, String description, boolean required) {}

  default void write(JsonWriter json) {
    json.beginObject().name("name").string(name());
    json.name("title").string(title());
    json.name("description").string(description());
    json.name("arguments").beginArray();
    for (Argument argument : arguments()) {
      json.beginObject().name("name").string(argument.name());
      json.name("description").string(argument.description());
      json.name("required").bool(argument.required()).endObject();
    }
    json.endArray().endObject();
  }
}
