package quire.mcp.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.CacheHint;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/** Cuts a list that never changes while the program runs into pages. */
public final class Pages {
  private Pages() {}

  /** {@return the page that the params ask for, under the list's name, with the next cursor} */
  public static <T> Result page(
      String list, List<T> items, ToolResult.ItemWriter<T> writer, Params params, int pageSize) {
    Optional<String> cursor = params.optional("cursor", Schemas.TEXT);
    int from = cursor.isPresent() ? position(list, cursor.get(), items.size()) : 0;
    int to = Math.min(items.size(), from + pageSize);
    Result result =
        json -> {
          json.name(list).beginArray();
          for (T item : items.subList(from, to)) {
            writer.write(json, item);
          }
          json.endArray();
          if (to < items.size()) {
            json.name("nextCursor").string(cursor(list, to));
          }
        };
    return result.cached(CacheHint.STATIC);
  }

  private static String cursor(String list, int position) {
    byte[] plain = (list + ":" + position).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  private static int position(String list, String cursor, int size) {
    for (int position = 1; position < size; position++) {
      if (cursor(list, position).equals(cursor)) {
        return position;
      }
    }
    throw ProtocolException.invalidParams("Invalid params: the cursor is none of this list");
  }
}
