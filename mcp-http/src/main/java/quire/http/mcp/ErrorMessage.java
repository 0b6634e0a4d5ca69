package quire.http.mcp;

import org.jspecify.annotations.Nullable;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.ProtocolException;

/** An error as a message of its own. */
final class ErrorMessage {
  private ErrorMessage() {}

  static byte[] of(@Nullable RequestId id, ProtocolException error) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.error(new JsonWriter(bytes), id, error);
    return bytes.copy(0, bytes.position());
  }
}
