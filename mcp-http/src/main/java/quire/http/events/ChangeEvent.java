package quire.http.events;

import java.nio.charset.StandardCharsets;
import quire.api.Change;
import quire.mcp.graph.ChangeJson;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;

/**
 * A change as it is sent: who did what to which fact. A text is left out, since one may have a
 * megabyte and whoever wants it can read it.
 */
public final class ChangeEvent {
  private final long sequence;
  private final byte[] bytes;

  private ChangeEvent(long sequence, byte[] bytes) {
    this.sequence = sequence;
    this.bytes = bytes;
  }

  public long sequence() {
    return sequence;
  }

  /** {@return the change as one event of an event stream; not to be changed} */
  public byte[] bytes() {
    return bytes;
  }

  static ChangeEvent of(Change change) {
    MessageBytes json = MessageBytes.unlimited();
    ChangeJson.withoutText(new JsonWriter(json), change);
    String head = "id: %d\nevent: change\ndata: ".formatted(change.sequence());
    MessageBytes event = MessageBytes.unlimited();
    put(event, head);
    event.put(json.held(), 0, json.position());
    put(event, "\n\n");
    return new ChangeEvent(change.sequence(), event.copy(0, event.position()));
  }

  private static void put(MessageBytes event, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    event.put(bytes, 0, bytes.length);
  }
}
