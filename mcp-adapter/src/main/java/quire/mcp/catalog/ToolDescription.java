package quire.mcp.catalog;

import org.jspecify.annotations.Nullable;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.Schema;

/**
 * A tool as it is listed.
 *
 * @param input reads the arguments
 * @param output what the structured content is like; null for a tool without any
 */
public record ToolDescription<A>(
    String name,
    String title,
    String description,
    Schema<A> input,
    @Nullable Schema<?> output,
    Effect effect) {
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
    json.endObject().endObject();
  }
}
