package quire.mcp;

import java.util.List;
import quire.mcp.Structure.Member;

/** A prompt about one topic. */
record MemoryPrompt(
    String name, String title, String description, String topic, String before, String after)
    implements Prompt {
  private static final Member<String> TOPIC = Structure.required("topic", Schemas.TEXT);
  private static final Schema<String> ARGUMENTS =
      Structure.open(values -> values.get(TOPIC), TOPIC);

  static List<Prompt> all() {
    return List.of(
        new MemoryPrompt(
            "remember",
            "Remember",
            "Keeps what this conversation has shown about a topic",
            "What to remember, in a few words",
            "Put into the shared memory what this conversation has shown about the following topic:"
                + " ",
            "\n\n"
                + "Search the memory first (search_nodes). Where an entity exists, add what is new"
                + " with add_observations and delete what has become wrong; create entities only"
                + " for what is missing. One short fact per observation. Connect entities with"
                + " relations. Keep no passwords or keys. Then say in two sentences what you"
                + " kept."),
        new MemoryPrompt(
            "recall",
            "Recall",
            "Gathers what the memory holds about a topic",
            "What to recall: a name or a few words",
            "Tell me what the shared memory holds about the following topic: ",
            "\n\n"
                + "Use search_nodes with distinctive words, then open_nodes along the relations."
                + " Answer from what you find, name the entities it comes from, and say so plainly"
                + " if the memory holds nothing about it."));
  }

  @Override
  public List<Argument> arguments() {
    return List.of(new Argument("topic", topic, true));
  }

  @Override
  public Result messages(Params params) {
    String about = params.required("arguments", ARGUMENTS);
    return json -> {
      json.name("description").string(description);
      json.name("messages").beginArray().beginObject();
      json.name("role").string("user").name("content");
      ToolResult.textBlock(json, before + about + after);
      json.endObject().endArray();
    };
  }
}
