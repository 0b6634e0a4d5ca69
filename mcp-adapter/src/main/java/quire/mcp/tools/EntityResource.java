package quire.mcp.tools;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quire.api.ChangeQuery;
import quire.api.GraphSnapshot;
import quire.api.MemoryStore;
import quire.api.Selection;
import quire.mcp.catalog.Resource;
import quire.mcp.catalog.ToolContext;
import quire.mcp.graph.GraphJson;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.protocol.CacheHint;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Result;

/** One entity with the relations that touch it. */
record EntityResource(String uri, String entity) implements Resource {
  private static final String PREFIX = "memory://entity/";
  static final String TEMPLATE = PREFIX + "{name}";

  /**
   * {@return the entity's resource if the URI is one of an entity, exactly as the template says}
   */
  static @Nullable EntityResource find(String uri) {
    if (!uri.startsWith(PREFIX)) {
      return null;
    }
    String name = decoded(uri.substring(PREFIX.length()));
    return name == null ? null : new EntityResource(uri, name);
  }

  @Override
  public Result read(ToolContext context) {
    try (GraphSnapshot graph =
        context.store().written().read(new Selection.Named(List.of(entity)))) {
      byte[] content = content(graph, context);
      Result result =
          json -> {
            GraphResource.beginContents(json, uri);
            json.copy(content);
            GraphResource.endContents(json);
          };
      return result.cached(CacheHint.NEVER);
    }
  }

  @Override
  public boolean changedSince(long sequence, MemoryStore store) {
    return !store
        .changes(
            new ChangeQuery(sequence, Optional.empty(), Optional.of(entity), Optional.empty(), 1))
        .isEmpty();
  }

  private byte[] content(GraphSnapshot graph, ToolContext context) {
    MessageBytes bytes = MessageBytes.unlimited();
    int[] found = new int[1];
    graph.entities(known -> found[0]++);
    if (found[0] == 0) {
      throw ProtocolException.unknownResource(uri);
    }
    GraphJson.graph(new JsonWriter(bytes), graph, context);
    return bytes.copy(0, bytes.position());
  }

  private static @Nullable String decoded(String segment) {
    ByteBuffer bytes = ByteBuffer.allocate(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      int value = c == '%' ? hex(segment, i + 1) : plain(c);
      if (value < 0) {
        return null;
      }
      bytes.put((byte) value);
      i += c == '%' ? 2 : 0;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException notText) {
      return null;
    }
  }

  /** {@return the byte, or -1 if the character must not stand in a segment as it is} */
  private static int plain(char c) {
    return c > ' ' && c < 0x7f && "/?#[]\"<>\\^`{|}".indexOf(c) < 0 ? c : -1;
  }

  private static int hex(String text, int at) {
    if (at + 1 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 || text.charAt(at) > 'f' || text.charAt(at + 1) > 'f'
        ? -1
        : (high << 4) | low;
  }
}
