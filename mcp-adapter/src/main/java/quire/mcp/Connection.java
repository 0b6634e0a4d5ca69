package quire.mcp;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import quire.mcp.Handshake.Hello;
import quire.mcp.Message.Batch;
import quire.mcp.Message.Malformed;
import quire.mcp.Message.Notification;
import quire.mcp.Message.Request;
import quire.mcp.Message.Response;

/**
 * One client's messages: finds out for each in which era it is, and passes requests on. All of it
 * happens in the thread that reads.
 */
final class Connection implements Message.Receiver, LineReader.Receiver {
  private static final Caller STRANGER =
      new Caller(Revision.NEWEST_LEGACY, ClientIdentity.UNKNOWN, Set.of());

  private static final int MOST_IN_A_BATCH = 1_000;

  private final Service service;
  private final Channel channel;
  private final Methods methods;
  private @Nullable Caller agreed;
  private @Nullable ClientIdentity known;

  /**
   * @param threads where calls are carried out
   */
  Connection(Service service, Channel channel, Executor threads) {
    this.service = service;
    this.channel = channel;
    this.methods = new Methods(service, channel, threads);
  }

  @Override
  public void line(Line line) {
    try {
      MessageParser.parse(line).deliverTo(this);
    } catch (RuntimeException defect) {
      service.setup().log().defect("message", defect);
      refuse(
          channel, null, ProtocolException.of(ProtocolException.INTERNAL_ERROR, "Internal error"));
    }
  }

  @Override
  public void notText() {
    malformed(MessageParser.unparsable("the line is no UTF-8 text"));
  }

  @Override
  public void tooLong(int limit) {
    refuse(
        channel,
        null,
        ProtocolException.of(
            ProtocolException.INVALID_REQUEST,
            "Invalid request: the line is longer than " + limit + " bytes; send less at once"));
  }

  @Override
  public void request(Request request) {
    request(request, channel, Methods.NOTHING);
  }

  @Override
  public void notification(Notification notification) {
    if (notification.method().equals("notifications/cancelled")) {
      cancel(notification.params());
    }
  }

  @Override
  public void response(Response response) {
    service.extension().response(response);
  }

  @Override
  public void malformed(Malformed malformed) {
    refuse(channel, malformed.id(), malformed.error());
  }

  @Override
  public void batch(Batch batch) {
    boolean served = agreed != null && agreed.revision() == Revision.V2025_03_26;
    int size = batch.messages().size();
    if (!served || size == 0 || size > MOST_IN_A_BATCH) {
      refuse(
          channel,
          null,
          ProtocolException.of(
              ProtocolException.INVALID_REQUEST,
              "Invalid request: batches of 1 to 1000 messages are served, on a connection of"
                  + " revision 2025-03-26 only; nothing of this one was carried out"));
      return;
    }
    BatchReply reply = new BatchReply(channel, size);
    for (Message message : batch.messages()) {
      inBatch(message, reply);
    }
  }

  /** Ends what is open, once nothing more is read. */
  void finish() throws InterruptedException {
    methods.finish();
  }

  private void inBatch(Message message, BatchReply reply) {
    switch (message) {
      case Request request when request.method().equals("initialize") ->
          inBatch(
              MessageParser.invalid(request.id(), "initialize cannot be part of a batch"), reply);
      case Request request -> request(request, reply, reply::ended);
      case Malformed malformed -> {
        refuse(reply, malformed.id(), malformed.error());
        reply.ended();
      }
      case Batch nested -> inBatch(MessageParser.invalid(null, "a batch within a batch"), reply);
      case Notification notification -> {
        notification(notification);
        reply.ended();
      }
      case Response ignored -> reply.ended();
    }
  }

  /** Serves a request whose answer goes to a channel of its own. */
  void request(Request request, Channel replies, Runnable ended) {
    boolean carriedOn = false;
    try {
      carriedOn = methods.serve(request, caller(request), replies, ended);
    } catch (ProtocolException refused) {
      refuse(replies, request.id(), refused);
    } finally {
      if (!carriedOn) {
        ended.run();
      }
    }
  }

  private Caller caller(Request request) {
    request.params().checkObject();
    RequestMeta meta = RequestMeta.of(request.params());
    String version = meta.version();
    if (version != null) {
      return introduced(meta.caller(version));
    }
    if (request.method().equals("initialize")) {
      Hello hello = Handshake.hello(request.params());
      agreed = introduced(hello.caller());
      return agreed;
    }
    if (agreed != null) {
      return agreed;
    }
    if (request.method().equals("ping")) {
      return STRANGER;
    }
    throw RequestMeta.missing("protocolVersion");
  }

  private Caller introduced(Caller caller) {
    if (!caller.client().equals(known)) {
      known = caller.client();
      service.setup().clientSeen().accept(known);
    }
    return caller;
  }

  private void cancel(Params params) {
    try {
      Optional<RequestId> id = params.optional("requestId", Schemas.ID);
      id.ifPresent(methods::cancel);
    } catch (ProtocolException senseless) {
      service.setup().log().event(Level.DEBUG, "notification-ignored", "method", "cancelled");
    }
  }

  private static void refuse(Channel replies, @Nullable RequestId id, ProtocolException error) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.error(new JsonWriter(bytes), id, error);
    replies.post(bytes.copy(0, bytes.position()));
  }
}
