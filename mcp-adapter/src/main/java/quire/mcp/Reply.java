package quire.mcp;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import quire.mcp.json.JsonTree;

/** What a server answered to one request of a {@link StdioClient}. */
public final class Reply {
  private final byte[] bytes;
  private final @Nullable Object tree;

  Reply(byte[] bytes) {
    this.bytes = bytes;
    this.tree = JsonTree.parse(bytes);
  }

  /** {@return whether the request was refused, by the protocol or by the tool} */
  public boolean isError() {
    return at("error") != null || Boolean.TRUE.equals(at("result", "isError"));
  }

  /** {@return the error's message, or the text of a tool's first content; empty without either} */
  public String text() {
    Object message = at("error", "message");
    Object text = message == null ? at("result", "content", 0, "text") : message;
    return text instanceof String known ? known : "";
  }

  /** {@return the names of the entities in a tool's structured content, in order} */
  public List<String> entityNames() {
    return entities().stream().map(entity -> String.valueOf(entity.get("name"))).toList();
  }

  /** {@return the observations of one entity in a tool's structured content; empty without it} */
  public List<String> observations(String entityName) {
    return entities().stream()
        .filter(entity -> entityName.equals(entity.get("name")))
        .flatMap(entity -> list(entity.get("observations")).stream())
        .map(String::valueOf)
        .toList();
  }

  /** {@return the texts in an object of a tool's structured content, by name; empty without it} */
  public Map<String, String> texts(String object) {
    Map<String, String> texts = new HashMap<>();
    if (at("result", "structuredContent", object) instanceof Map<?, ?> members) {
      members.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
    }
    return texts;
  }

  /** {@return the whole numbers in an object of a tool's structured content, by name} */
  public Map<String, Long> numbers(String object) {
    Map<String, Long> numbers = new HashMap<>();
    if (at("result", "structuredContent", object) instanceof Map<?, ?> members) {
      members.forEach(
          (name, value) -> {
            if (value instanceof Number number) {
              numbers.put(String.valueOf(name), number.longValue());
            }
          });
    }
    return numbers;
  }

  /** {@return how many items a list of a tool's structured content has; 0 without it} */
  public int count(String list) {
    return list(at("result", "structuredContent", list)).size();
  }

  /** {@return the whole message as it came} */
  public String json() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * {@return the value at this path of member names and list positions, null if it is not there}
   */
  @Nullable Object at(Object... path) {
    return JsonTree.at(tree, path);
  }

  private List<Map<?, ?>> entities() {
    return list(at("result", "structuredContent", "entities")).stream()
        .<Map<?, ?>>map(entity -> entity instanceof Map<?, ?> object ? object : Map.of())
        .toList();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
