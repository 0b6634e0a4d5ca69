package quire.mcp.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;

/**
 * The members of an input that nothing knows, so that they can be named in the answer. It travels
 * as the value of the parser's outermost context: reading what is known costs nothing.
 */
public final class Ignored {
  /** As many as somebody reads. */
  private static final int MOST = 5;

  private final List<String> paths = new ArrayList<>();
  private int count;

  /** {@return where the members stand, at most five of them} */
  public List<String> paths() {
    return paths;
  }

  /** {@return how many there are} */
  public int count() {
    return count;
  }

  /** Makes the reading that begins with this parser note here what it ignores. */
  public void watch(JsonParser json) {
    json.streamReadContext().assignCurrentValue(this);
  }

  static void note(JsonParser json, String name) {
    if (of(json) instanceof Ignored ignored) {
      ignored.count++;
      if (ignored.paths.size() < MOST) {
        String outer = InvalidInputException.pathOf(outer(json));
        ignored.paths.add(outer.isEmpty() ? name : outer + "." + name);
      }
    }
  }

  /** Makes the reading of JSON within a string note what it ignores with that around it. */
  static void passOn(JsonParser around, JsonParser within) {
    if (of(around) instanceof Ignored ignored) {
      ignored.watch(within);
    }
  }

  private static TokenStreamContext outer(JsonParser json) {
    TokenStreamContext context = json.streamReadContext();
    return context.getParent() == null ? context : context.getParent();
  }

  private static @Nullable Object of(JsonParser json) {
    TokenStreamContext context = json.streamReadContext();
    while (context.getParent() != null) {
      context = context.getParent();
    }
    return context.currentValue();
  }
}
