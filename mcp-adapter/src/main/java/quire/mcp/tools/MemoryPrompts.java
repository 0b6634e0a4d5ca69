package quire.mcp.tools;

import java.util.List;
import quire.mcp.catalog.Prompt;
import quire.mcp.catalog.PromptCatalog;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.Schema;
import quire.mcp.json.Schemas;
import quire.mcp.json.Structure;
import quire.mcp.protocol.Result;

/** The prompts about one topic. */
final class MemoryPrompts {
  private static final Structure.Member<String> TOPIC = Structure.required("topic", Schemas.TEXT);
  private static final Schema<String> ARGUMENTS =
      Structure.open(values -> values.get(TOPIC), TOPIC);

  private MemoryPrompts() {}

  static PromptCatalog catalog() {
    return new PromptCatalog(
        List.of(
            about(
                "remember",
                "Remember",
                "Keeps what this conversation has shown about a topic",
                "What to remember, in a few words",
                "Put into the shared memory what this conversation has shown about the following"
                    + " topic: %s\n\n"
                    + "Call recall with the topic first. Where an entity exists, add what is new"
                    + " with add_observations and delete what has become wrong with"
                    + " delete_observations; create_entities only for what is missing. One short"
                    + " fact per observation. Connect entities with create_relations. Keep no"
                    + " passwords or keys. Then say in two sentences what you kept."),
            about(
                "recall",
                "Recall",
                "Gathers what the memory holds about a topic",
                "What to recall: a name or a few words",
                "Tell me what the shared memory holds about the following topic: %s\n\n"
                    + "Call recall with it as a question, then explore the entities that it names."
                    + " Answer from what you find, name the entities it comes from, and say so"
                    + " plainly if the memory holds nothing about it.")));
  }

  private static Prompt about(
      String name, String title, String description, String topic, String text) {
    return new Prompt(
        name,
        title,
        description,
        List.of(new Prompt.Argument("topic", topic, true)),
        params ->
            message(description, text.replace("%s", params.required("arguments", ARGUMENTS))));
  }

  private static Result message(String description, String text) {
    return json -> {
      json.name("description").string(description);
      json.name("messages").beginArray().beginObject();
      json.name("role").string("user").name("content");
      ToolResult.textBlock(json, text);
      json.endObject().endArray();
    };
  }
}
