package quire.mcp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client sent: one JSON value of one line. */
sealed interface Message {
  void deliverTo(Receiver receiver);

  /** Takes each kind of message. */
  interface Receiver {
    void request(Request request);

    void notification(Notification notification);

    void response(Response response);

    void malformed(Malformed malformed);

    void batch(Batch batch);
  }

  /** Wants an answer that carries its id. */
  record Request(RequestId id, String method, Params params, int length) implements Message {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.request(this);
    }
  }

  /** Is never answered. */
  record Notification(String method, Params params) implements Message {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.notification(this);
    }
  }

  /** Answers a request of ours. */
  record Response(RequestId id, Params members) implements Message {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.response(this);
    }
  }

  /** Is no message; answered with the error, with the id where there is a usable one. */
  record Malformed(@Nullable RequestId id, ProtocolException error) implements Message {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.malformed(this);
    }
  }

  /** Several messages in one array, which only the revision 2025-03-26 knows. */
  record Batch(List<Message> messages) implements Message {
    @Override
    public void deliverTo(Receiver receiver) {
      receiver.batch(this);
    }
  }
}
