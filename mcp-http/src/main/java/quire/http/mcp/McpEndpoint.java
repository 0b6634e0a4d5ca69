package quire.http.mcp;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quire.http.access.SessionFolder;
import quire.http.access.SessionIds;
import quire.http.access.Visitor;
import quire.http.door.Bodies;
import quire.http.door.Bodies.Body;
import quire.http.door.RefusedException;
import quire.http.engine.Engine.Call;
import quire.http.events.ChangeFeed;
import quire.http.events.Streams;
import quire.http.mcp.RequestAudience.Listening;
import quire.mcp.calls.CallScheduler;
import quire.mcp.calls.CallThreads;
import quire.mcp.calls.Dispatcher;
import quire.mcp.catalog.Service;
import quire.mcp.json.MessageSource;
import quire.mcp.json.RequestId;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.ClientIdentity;
import quire.mcp.protocol.Message;
import quire.mcp.protocol.Message.Batch;
import quire.mcp.protocol.Message.Malformed;
import quire.mcp.protocol.Message.Notification;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.Message.Response;
import quire.mcp.protocol.MessageParser;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.RequestMeta;
import quire.mcp.protocol.Revision;

/** The one address at which clients of both eras speak the protocol. */
public final class McpEndpoint {
  private static final Pattern ANSWERS =
      Pattern.compile("\\*/\\*|application/(json|\\*)|text/event-stream");

  private static final String SESSION = "Mcp-Session-Id";
  private static final String EVENTS = "text/event-stream";

  private final Service service;
  private final Predicate<Call> welcome;
  private final CallThreads threads;
  private final CallScheduler modernCalls;
  private final Bodies bodies;
  private final Sessions sessions;
  private final Streams streams;
  private final LargeAnswers large;
  private final ChangeFeed feed;
  private final CallObserver observer;
  private final Intake intake;

  /**
   * What clients share.
   *
   * @param welcome whether whoever sent a request that goes on may still come in
   */
  public record Shared(
      Service service,
      Predicate<Call> welcome,
      CallThreads threads,
      ChangeFeed feed,
      Streams streams,
      CallObserver observer,
      Intake intake) {}

  /**
   * @param folder holds what outlives a process of sessions
   */
  public McpEndpoint(Shared shared, Bodies bodies, SessionIds ids, Path folder) {
    this.service = shared.service();
    this.welcome = shared.welcome();
    this.threads = shared.threads();
    this.feed = shared.feed();
    this.streams = shared.streams();
    this.bodies = bodies;
    this.observer = shared.observer();
    this.intake = shared.intake();
    this.modernCalls = new CallScheduler(service, threads);
    this.large = new LargeAnswers(folder);
    this.sessions = new Sessions(service, ids, new SessionFolder(folder), feed, threads);
  }

  /** Answers a request of somebody who may come in. */
  public void serve(Call call, Visitor visitor)
      throws IOException, InterruptedException, RefusedException {
    switch (call.method()) {
      case "POST" -> post(call, visitor);
      case "GET" -> stream(call, visitor);
      case "DELETE" -> delete(call, visitor);
      default ->
          throw RefusedException.of(405, "This address takes POST, GET and DELETE")
              .with("Allow", "POST, GET, DELETE");
    }
  }

  /** Lets go of what nobody uses. */
  public void tidy() {
    sessions.tidy();
  }

  public int sessions() {
    return sessions.count();
  }

  /** Lets what runs go on until a moment of {@link System#nanoTime}, then ends it. */
  public void finish(long end) throws InterruptedException {
    modernCalls.finish(end);
    sessions.finish(end);
  }

  private void post(Call call, Visitor visitor)
      throws IOException, InterruptedException, RefusedException {
    bodies.check(call);
    String accepted = accepted(call);
    if (!accepted.isBlank() && !ANSWERS.matcher(accepted).find()) {
      throw RefusedException.of(406, "Answers are application/json or " + EVENTS);
    }
    try (Body body = bodies.read(call);
        HttpReply reply = new HttpReply(large, accepted.isBlank() || takesEvents(accepted))) {
      new Post(call, visitor, reply).serve(parsed(body.text()));
    }
  }

  private static String accepted(Call call) {
    return String.join(",", call.headers("Accept")).toLowerCase(Locale.ROOT);
  }

  private static boolean takesEvents(String accepted) {
    return accepted.contains(EVENTS) || accepted.contains("*/*");
  }

  private static Message parsed(Optional<MessageSource> text) {
    return text.isEmpty()
        ? MessageParser.unparsable("the body is no UTF-8 text")
        : MessageParser.parse(text.get());
  }

  /** One message that a client sent. */
  private final class Post {
    private final Call call;
    private final Visitor visitor;
    private final HttpReply reply;

    /** The request whose answer is the last event of a stream; null if it is not. */
    private @Nullable RequestId streamed;

    Post(Call call, Visitor visitor, HttpReply reply) {
      this.call = call;
      this.visitor = visitor;
      this.reply = reply;
    }

    void serve(Message message) throws IOException, InterruptedException, RefusedException {
      if (message instanceof Malformed malformed) {
        refuse(malformed.id(), malformed.error());
      } else if (isModern(message)) {
        modern(message);
      } else if (message instanceof Request request && request.method().equals("initialize")) {
        initialize(request);
      } else {
        inSession(message);
      }
    }

    private boolean isModern(Message message) {
      if (ModernRules.isModern(call.header(ModernRules.VERSION).orElse(""))) {
        return true;
      }
      if (!(message instanceof Request request)) {
        return false;
      }
      try {
        String version = RequestMeta.of(request.params()).version();
        // What an older revision would not put there says that this is none, however it is written.
        return version != null && (ModernRules.isModern(version) || Revision.of(version) == null);
      } catch (ProtocolException senseless) {
        return false; // whoever serves it says what is wrong with it
      }
    }

    private void modern(Message message)
        throws IOException, InterruptedException, RefusedException {
      switch (message) {
        case Request request -> {
          try {
            ModernRules.check(call, request);
          } catch (ProtocolException wrong) {
            refuse(request.id(), wrong);
            return;
          }
          checkRights(request);
          request(request);
        }
        case Notification _ -> call.answer(202);
        default ->
            throw RefusedException.of(
                400, "This revision takes one request or notification for each POST");
      }
    }

    private void request(Request request) throws IOException, InterruptedException {
      RequestAudience audience = new RequestAudience(feed);
      run(dispatcher(audience), request);
      Listening listening = audience.listening();
      if (listening == null || reply.isThere()) {
        answer(status(reply.error()));
      } else {
        listen(listening);
      }
    }

    private void listen(Listening listening) throws IOException, InterruptedException {
      ListenStream stream = new ListenStream(call, listening, service);
      try (var _ = feed.follow()) {
        streams.enter();
        try {
          stream.begin();
          streams.follow(call, stream, () -> welcome.test(call));
          stream.end();
        } finally {
          streams.leave();
        }
      } catch (RefusedException tooMany) {
        refuse(
            listening.id(),
            ProtocolException.of(
                ProtocolException.INTERNAL_ERROR, String.valueOf(tooMany.getMessage())));
      }
    }

    private void initialize(Request request) throws IOException, InterruptedException {
      Dispatcher dispatcher = dispatcher(new RequestAudience(feed));
      run(dispatcher, request);
      Revision agreed = dispatcher.agreed();
      if (agreed != null) {
        call.with(SESSION, sessions.issue(agreed, visitor));
      }
      answer(200);
    }

    private Dispatcher dispatcher(RequestAudience audience) {
      return Dispatcher.of(
          service, modernCalls, audience, new ClientIdentity(visitor.name(), ""), null);
    }

    private void inSession(Message message)
        throws IOException, InterruptedException, RefusedException {
      Session session = enter(call, visitor);
      try {
        checkVersion(call);
        switch (message) {
          case Request request -> checkRights(request);
          case Batch batch -> checkBatch(batch, session);
          case Notification _ -> {}
          case Response _ -> {}
          case Malformed _ -> {}
        }
        run(session.dispatcher(), message);
        answer(200);
      } finally {
        session.leave();
      }
    }

    private void checkBatch(Batch batch, Session session) throws RefusedException {
      if (session.known().revision() != Revision.V2025_03_26) {
        throw RefusedException.of(400, "Batches are served in revision 2025-03-26 only");
      }
      for (Message message : batch.messages()) {
        if (message instanceof Request request) {
          checkRights(request);
        }
      }
    }

    /** Whatever a token may not do is refused here, for every tool and both eras. */
    private void checkRights(Request request) throws RefusedException {
      if (!visitor.mayWrite() && writes(request)) {
        throw RefusedException.of(
                403,
                "insufficient_scope: the token %s may only read; nothing was written"
                    .formatted(visitor.name()))
            .with(
                "WWW-Authenticate",
                "Bearer realm=\"quire\", error=\"insufficient_scope\", scope=\"write\"");
      }
    }

    private boolean writes(Request request) {
      try {
        return request.method().equals("tools/call")
            && service.tools().named(request.params()).writes();
      } catch (ProtocolException unknown) {
        return false; // whoever serves it says that there is no such tool
      }
    }

    private void run(Dispatcher dispatcher, Message message)
        throws IOException, InterruptedException {
      long begun = System.nanoTime();
      Runnable task = intake.accept(dispatcher, message, reply);
      if (task != null && !threads.start(task)) {
        task.run();
      }
      boolean streaming = reply.await();
      if (message instanceof Request request) {
        if (streaming) {
          stream(request.id());
        }
        observer.ended(
            request.method(),
            tool(request),
            reply.error() == 0 ? "ok" : "error",
            Duration.ofNanos(System.nanoTime() - begun));
      }
    }

    /** Sends what comes before the answer as it comes. */
    private void stream(RequestId id) throws IOException, InterruptedException {
      streamed = id;
      call.stream();
      for (byte[] events = reply.early(); events.length > 0; events = reply.early()) {
        call.send(events);
      }
    }

    private String tool(Request request) {
      try {
        return request.method().equals("tools/call")
            ? request.params().optional("name", Schemas.TEXT).orElse("")
            : "";
      } catch (ProtocolException senseless) {
        return "";
      }
    }

    private void refuse(@Nullable RequestId id, ProtocolException error) throws IOException {
      reply.refuse(ErrorMessage.of(id, error), error);
      answer(400);
    }

    private void answer(int status) throws IOException {
      IOException broken = reply.broken();
      if (broken != null) {
        lost(broken);
      } else if (reply.isThere()) {
        reply.send(call, status);
      } else if (streamed == null) {
        call.answer(202);
      }
    }

    private void lost(IOException broken) throws IOException {
      service.log().event(Level.WARNING, "answer-lost", "type", broken.getClass());
      ProtocolException error =
          ProtocolException.of(
              ProtocolException.INTERNAL_ERROR,
              "The answer is large and could not be kept until it is read: %s; ask for less at once"
                  .formatted(broken.getMessage()));
      if (streamed != null) {
        call.send(UpdateStream.event(ErrorMessage.of(streamed, error)));
        return;
      }
      call.with("Retry-After", "1").answer(503, "application/json", ErrorMessage.of(null, error));
    }
  }

  /** {@return the status of an answer of the modern era, by the code of its error} */
  private static int status(int error) {
    if (error == ProtocolException.METHOD_NOT_FOUND) {
      return 404;
    }
    // What lies between the two are the codes of the protocol's own, all for bad requests.
    return error <= ModernRules.HEADER_MISMATCH && error >= ProtocolException.UNSUPPORTED_VERSION
        ? 400
        : 200;
  }

  private Session enter(Call call, Visitor visitor) throws RefusedException {
    List<String> ids = call.headers(SESSION);
    if (ids.size() != 1) {
      throw RefusedException.of(
          400,
          "A request needs one %s header, as the answer to initialize has it".formatted(SESSION));
    }
    return sessions
        .enter(ids.getFirst().strip(), visitor)
        .orElseThrow(
            () ->
                RefusedException.of(
                    404, "There is no such session, or no longer: send initialize for a new one"));
  }

  private static void checkVersion(Call call) throws RefusedException {
    Optional<String> version = call.header(ModernRules.VERSION);
    if (version.isPresent() && Revision.of(version.get()) == null) {
      throw RefusedException.of(
          400, "Unsupported protocol version: " + ProtocolException.shortened(version.get()));
    }
  }

  private void checkLegacy(Call call) throws RefusedException {
    if (ModernRules.isModern(call.header(ModernRules.VERSION).orElse(""))) {
      throw RefusedException.of(405, "This revision has POST alone").with("Allow", "POST");
    }
  }

  private void delete(Call call, Visitor visitor) throws IOException, RefusedException {
    checkLegacy(call);
    Session session = enter(call, visitor);
    try {
      sessions.end(session);
    } finally {
      session.leave();
    }
    call.answer(204);
  }

  private void stream(Call call, Visitor visitor)
      throws IOException, InterruptedException, RefusedException {
    checkLegacy(call);
    if (!takesEvents(accepted(call))) {
      throw RefusedException.of(406, "This address gives %s to a GET".formatted(EVENTS));
    }
    Session session = enter(call, visitor);
    try (var seat = feed.follow()) {
      checkVersion(call);
      streams.enter();
      try {
        tell(call, session, seat.start());
      } finally {
        streams.leave();
      }
    } finally {
      session.leave();
    }
  }

  private void tell(Call call, Session session, long now) throws IOException, InterruptedException {
    long asked = call.header("Last-Event-ID").map(UpdateStream::change).orElse(-1L);
    if (asked >= 0) {
      session.audience().told(Math.min(asked, now));
    } else if (session.audience().told() < 0) {
      session.audience().told(now);
    }
    UpdateStream stream = new UpdateStream(call, session, service);
    session.opened(stream);
    try {
      Streams.begin(call);
      stream.prime();
      streams.follow(call, stream, () -> !session.ended() && welcome.test(call));
    } finally {
      session.closed(stream);
      feed.wake();
    }
  }
}
