package quire.cli.base;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a JSON value whole: objects as maps in their order, arrays as lists. */
public final class JsonTree {
  private JsonTree() {}

  /**
   * {@return the value that begins at the parser's current token}
   *
   * @param scalar what a text, a number, a truth value or null becomes
   */
  public static Object read(JsonParser parser, Function<JsonParser, Object> scalar) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser, scalar));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser, scalar));
        }
        yield items;
      }
      default -> scalar.apply(parser);
    };
  }
}
