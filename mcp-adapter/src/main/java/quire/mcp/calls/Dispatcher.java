package quire.mcp.calls;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quire.mcp.catalog.Operation;
import quire.mcp.catalog.Service;
import quire.mcp.json.IdScan;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.json.RequestId;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Caller;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.ClientIdentity;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.Input;
import quire.mcp.protocol.Message;
import quire.mcp.protocol.Message.Batch;
import quire.mcp.protocol.Message.Malformed;
import quire.mcp.protocol.Message.Notification;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.MessageParser;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.RequestMeta;
import quire.mcp.protocol.Revision;

/**
 * One client's messages: finds out for each in which era it is, and what is to be done for it. All
 * of it happens in the thread that reads, which is given what it is to run.
 */
public final class Dispatcher {
  private static final Caller STRANGER = new Caller(Revision.NEWEST_LEGACY, ClientIdentity.UNKNOWN);

  private static final int MOST_IN_A_BATCH = 1_000;

  private final Service service;
  private final Channel channel;
  private final CallScheduler scheduler;
  private final Audience audience;
  private final Methods methods;
  private @Nullable Caller agreed;
  private @Nullable ClientIdentity known;
  private @Nullable ClientIdentity writer;

  public Dispatcher(Service service, Channel channel, CallThreads threads) {
    this(
        service, channel, new CallScheduler(service, threads), new Subscriptions(service, channel));
  }

  private Dispatcher(Service service, Channel channel, CallScheduler scheduler, Audience audience) {
    this.service = service;
    this.channel = channel;
    this.scheduler = scheduler;
    this.audience = audience;
    this.methods = new Methods(service, audience);
  }

  /**
   * {@return a dispatcher for a transport that gives each message a channel for its answers}
   *
   * @param scheduler whose calls take turns with those of this client
   * @param writer in whose name the client writes, whatever it says of itself
   * @param agreed the revision of a handshake that happened before, null if there was none
   */
  public static Dispatcher of(
      Service service,
      CallScheduler scheduler,
      Audience audience,
      ClientIdentity writer,
      @Nullable Revision agreed) {
    Dispatcher dispatcher = new Dispatcher(service, new NoChannel(), scheduler, audience);
    dispatcher.writer = writer;
    dispatcher.agreed = agreed == null ? null : new Caller(agreed, writer);
    return dispatcher;
  }

  /** {@return what the thread that has read this is to run now, null if there is nothing} */
  public @Nullable Runnable accept(Input input) {
    try {
      return switch (input.kind()) {
        case TEXT -> message(MessageParser.parse(input.message()), channel);
        case NOT_TEXT -> message(MessageParser.unparsable("the line is no UTF-8 text"), channel);
        case TOO_LONG ->
            message(
                MessageParser.invalid(
                    input.id(),
                    "the line is longer than %d bytes, or than there is memory for; send less at"
                            .formatted(service.limits().messageBytes())
                        + " once"),
                channel);
      };
    } catch (Throwable defect) {
      service.log().defect("message", defect);
      refuse(channel, IdScan.of(input.message()), Defect.error(defect));
      return null;
    }
  }

  /** Takes a message whose answers go to a channel of their own. {@return as for any input} */
  public @Nullable Runnable accept(Message message, Channel replies) {
    try {
      return message(message, replies);
    } catch (RuntimeException | Error defect) {
      service.log().defect("message", defect);
      refuse(replies, null, Defect.error(defect));
      replies.answered();
      return null;
    }
  }

  /** {@return the revision on which a handshake agreed, null if there was none} */
  public @Nullable Revision agreed() {
    return agreed == null ? null : agreed.revision();
  }

  /** Takes a request whose answer goes to a channel of its own. {@return as for any input} */
  public @Nullable Runnable request(Request request, Channel replies) {
    try {
      Exchange exchange = new Exchange(request, caller(request), replies);
      Operation<?> operation = methods.find(request, exchange.caller());
      if (!(operation instanceof Known answer)) {
        return scheduler.offer(new ToolCall<>(service, audience, exchange, operation));
      }
      replies.post(answer.written(exchange, service.identity()));
    } catch (ProtocolException refused) {
      refuse(replies, request.id(), refused);
    } catch (RuntimeException | Error defect) {
      service.log().defect(request.method(), defect);
      refuse(replies, request.id(), Defect.error(defect));
    }
    replies.answered();
    return null;
  }

  /** Ends what is open, once nothing more is read, until a moment of {@link System#nanoTime}. */
  public void finish(long end) throws InterruptedException {
    scheduler.finish(end);
    audience.end(end);
  }

  /** No switch: one over types makes classes at the first message, which no cache keeps. */
  private @Nullable Runnable message(Message message, Channel replies) {
    if (message instanceof Request request) {
      return request(request, replies);
    }
    if (message instanceof Batch batch) {
      return batch(batch, replies);
    }
    if (message instanceof Notification notification) {
      notification(notification);
    } else if (message instanceof Malformed malformed) {
      refuse(replies, malformed.id(), malformed.error());
    } // and a response answers nothing: nothing was asked of the client
    replies.answered();
    return null;
  }

  private @Nullable Runnable batch(Batch batch, Channel replies) {
    boolean served = agreed != null && agreed.revision() == Revision.V2025_03_26;
    int size = batch.messages().size();
    if (!served || size == 0 || size > MOST_IN_A_BATCH) {
      refuse(
          replies,
          null,
          MessageParser.invalid(
                  null,
                  "batches of 1 to 1000 messages are served, on a connection of revision"
                      + " 2025-03-26 only; nothing of this one was carried out")
              .error());
      replies.answered();
      return null;
    }
    BatchReply reply = new BatchReply(replies, size);
    List<Runnable> tasks = new ArrayList<>();
    for (Message message : batch.messages()) {
      Runnable task = message(single(message), reply);
      if (task != null) {
        tasks.add(task);
      }
    }
    return () -> tasks.forEach(Runnable::run);
  }

  /** {@return the message, or that it cannot be part of a batch} */
  private static Message single(Message message) {
    if (message instanceof Batch) {
      return MessageParser.invalid(null, "a batch within a batch");
    }
    return message instanceof Request request && request.method().equals("initialize")
        ? MessageParser.invalid(request.id(), "initialize cannot be part of a batch")
        : message;
  }

  private void notification(Notification notification) {
    if (!notification.method().equals("notifications/cancelled")) {
      return;
    }
    try {
      Optional<RequestId> id = notification.params().optional("requestId", Schemas.ID);
      if (id.isPresent()) {
        scheduler.cancel(id.get());
        audience.cancel(id.get());
      }
    } catch (ProtocolException senseless) {
      service.log().event(Level.DEBUG, "notification-ignored", "method", "cancelled");
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
      agreed = introduced(Handshake.hello(request.params()).caller());
      return agreed;
    }
    if (agreed != null) {
      return agreed;
    }
    if ((request.params().has("_meta") && !meta.progress())
        || Methods.MODERN_ONLY.contains(request.method())) {
      throw RequestMeta.missing("protocolVersion");
    }
    return STRANGER; // served as the standard server does, which asks for no handshake
  }

  private Caller introduced(Caller caller) {
    if (writer != null) {
      return new Caller(caller.revision(), writer);
    }
    if (!caller.client().equals(known)) {
      known = caller.client();
      service.clientSeen().accept(known);
    }
    return caller;
  }

  private static void refuse(Channel replies, @Nullable RequestId id, ProtocolException error) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.error(new JsonWriter(bytes), id, error);
    replies.refuse(bytes.copy(0, bytes.position()), error);
  }
}
