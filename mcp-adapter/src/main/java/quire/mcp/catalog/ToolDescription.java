package quire.mcp.catalog;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quire.mcp.json.InvalidInputException;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.Schema;
import quire.mcp.json.Structure;
import quire.text.Nearest;

/**
 * A tool as it is listed.
 *
 * @param example complete arguments, for whoever sent others
 * @param input reads the arguments
 * @param output what the structured content is like; null for a tool without any
 */
public record ToolDescription<A>(
    String name,
    String title,
    String description,
    String example,
    Structure<A> input,
    @Nullable Schema<?> output,
    Effect effect) {
  /**
   * Those that a client should show its model from the start: where tools are loaded only once a
   * model looks for them, it never looks for a memory.
   */
  private static final Set<String> AT_HAND =
      Set.of("recall", "explore", "search_nodes", "create_entities", "add_observations");

  /** What a call does to the memory. */
  public enum Effect {
    READS(true, false, true),
    ADDS(false, false, false),
    DELETES(false, true, true);

    private final boolean readOnly;
    private final boolean destructive;
    private final boolean idempotent;

    Effect(boolean readOnly, boolean destructive, boolean idempotent) {
      this.readOnly = readOnly;
      this.destructive = destructive;
      this.idempotent = idempotent;
    }

    public boolean writes() {
      return !readOnly;
    }
  }

  public void write(JsonWriter json) {
    json.beginObject().name("name").string(name);
    json.name("title").string(title);
    json.name("description").string(description);
    input.write(json.name("inputSchema"));
    if (output != null) {
      output.write(json.name("outputSchema"));
    }
    json.name("annotations").beginObject();
    json.name("readOnlyHint").bool(effect.readOnly);
    json.name("destructiveHint").bool(effect.destructive);
    json.name("idempotentHint").bool(effect.idempotent);
    json.name("openWorldHint").bool(false);
    json.endObject();
    if (AT_HAND.contains(name)) {
      json.name("_meta").beginObject().name("anthropic/alwaysLoad").bool(true).endObject();
    }
    json.endObject();
  }

  InvalidInputException unknown(List<String> paths) {
    List<String> names = input.members().stream().<String>map(Structure.Member::name).toList();
    String given = paths.getFirst();
    String nearest = Nearest.to(given, names).map(name -> ", perhaps " + name).orElse("");
    return new InvalidInputException(
        given, "is no name here%s; there are %s".formatted(nearest, String.join(", ", names)));
  }
}
