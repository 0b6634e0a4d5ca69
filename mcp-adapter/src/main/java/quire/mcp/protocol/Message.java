package quire.mcp.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;
import quire.mcp.json.RequestId;

/** What a client sent: one JSON value of one line. */
public sealed interface Message {
  /** Wants an answer that carries its id. */
  record Request(RequestId id, String method, Params params, int length) implements Message {}

  /** Is never answered. */
  record Notification(String method, Params params) implements Message {}

  /** Answers a request of ours. */
  record Response(RequestId id, Params members) implements Message {}

  /** Is no message; answered with the error, with the id where there is a usable one. */
  record Malformed(@Nullable RequestId id, ProtocolException error) implements Message {}

  /** Several messages in one array, which only the revision 2025-03-26 knows. */
  record Batch(List<Message> messages) implements Message {}
}
