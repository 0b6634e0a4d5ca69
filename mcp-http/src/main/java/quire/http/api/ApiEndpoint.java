package quire.http.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quire.api.MemoryStore;
import quire.api.StoreException;
import quire.http.access.PageTokens;
import quire.http.access.PageTokens.Issued;
import quire.http.access.Visitor;
import quire.http.door.Bodies;
import quire.http.door.Bodies.Body;
import quire.http.door.RefusedException;
import quire.http.engine.Engine.Call;
import quire.http.events.ChangeFeed;
import quire.http.events.ChangeStream;
import quire.http.events.Streams;
import quire.mcp.calls.CallThreads;
import quire.mcp.catalog.Service;
import quire.mcp.json.JsonTree;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;

/** The addresses below {@code /api}. */
public final class ApiEndpoint {
  /** The only address below that asks for no token: a page comes to it for its own. */
  public static final String LOGIN = "/api/login";

  /** What a page asks for first, with its token. */
  public static final String FIRST = "/api/overview?brief=1";

  private final Host host;
  private final Bodies bodies;
  private final Clock clock;
  private final Instant since;
  private final Shapes shapes = new Shapes();

  /**
   * What the API tells of and works with.
   *
   * @param welcome whether whoever sent a request that goes on may still come in
   * @param address where clients find the protocol
   * @param processes every server that is known, as a JSON array
   * @param health what the doctor found last, as a JSON array; empty while that is not known
   * @param visit is run when a page is about to be opened
   */
  public record Host(
      Service service,
      CallThreads threads,
      Predicate<Call> welcome,
      ChangeFeed feed,
      Streams streams,
      PageTokens pages,
      Supplier<String> address,
      Supplier<String> processes,
      Supplier<Optional<String>> health,
      Runnable visit) {}

  /** Asks the store, on a thread for calls. */
  private interface Inquiry {
    Answer ask(MemoryStore store) throws RefusedException;
  }

  public ApiEndpoint(Host host, Bodies bodies, Clock clock) {
    this.host = host;
    this.bodies = bodies;
    this.clock = clock;
    this.since = clock.instant();
  }

  /** {@return whether there is something at this path} */
  public static boolean knows(String path) {
    return path.startsWith("/api/");
  }

  /** Answers a request of somebody who may come in. */
  public void serve(Call call, Visitor visitor)
      throws IOException, InterruptedException, RefusedException {
    String path = call.target().getRawPath();
    if (path.equals("/api/codes")) {
      expect(call, "POST");
      code(call, visitor);
      return;
    }
    expect(call, "GET");
    Question question = Question.of(call);
    switch (path) {
      case "/api/overview" -> {
        boolean brief = question.number("brief", 0, 1).filter(one -> one == 1).isPresent();
        answer(call, store -> json -> overview(json, visitor, store, brief));
      }
      case "/api/search" -> answer(call, store -> Search.answer(question, store));
      case "/api/entity" -> answer(call, store -> EntityPage.answer(question, store));
      case "/api/changes" -> answer(call, store -> Changes.answer(question, store));
      case "/api/graph" -> answer(call, store -> GraphPart.answer(question, store, shapes));
      case "/api/processes" -> answer(call, store -> this::processes);
      case "/api/events" -> events(call, question);
      default -> throw RefusedException.of(404, "Nothing is here; docs/http.md has what there is");
    }
  }

  /** Gives a page its token. */
  public void login(Call call) throws IOException, RefusedException {
    expect(call, "POST");
    Object code = JsonTree.at(body(call), "code");
    Optional<Issued> issued =
        code instanceof String text ? host.pages().redeem(text) : Optional.empty();
    if (issued.isEmpty()) {
      throw RefusedException.of(
          403,
          "The code was used, is older than a minute or none of this server's; for a new one: quire"
              + " dashboard");
    }
    send(
        call,
        json -> {
          json.name("token").string(issued.get().token());
          json.name("mayWrite").bool(issued.get().mayWrite());
          json.name("until").string(issued.get().until().toString());
        });
  }

  private void code(Call call, Visitor visitor) throws IOException, RefusedException {
    boolean wanted = Boolean.TRUE.equals(JsonTree.at(body(call), "mayWrite"));
    if (wanted && !visitor.mayWrite()) {
      throw RefusedException.of(403, "A token that may only read gives no right to write");
    }
    if (visitor.name().equals(PageTokens.NAME)) {
      throw RefusedException.of(403, "A page cannot open further pages");
    }
    String code = host.pages().code(wanted);
    host.visit().run();
    send(call, json -> json.name("code").string(code));
  }

  private Map<?, ?> body(Call call) throws IOException, RefusedException {
    bodies.check(call);
    try (Body body = bodies.read(call)) {
      if (body.text().isPresent()
          && JsonTree.parse(body.text().get().toBytes()) instanceof Map<?, ?> object) {
        return object;
      }
    } catch (RuntimeException broken) {
      // Answered as any other body that is no object.
    }
    throw RefusedException.of(400, "The body must be a JSON object");
  }

  private static void expect(Call call, String method) throws RefusedException {
    if (!call.method().equals(method)) {
      throw RefusedException.of(405, "This address takes " + method).with("Allow", method);
    }
  }

  private void overview(JsonWriter json, Visitor visitor, MemoryStore store, boolean brief) {
    json.name("server").beginObject();
    json.name("version").string(host.service().identity().version());
    json.name("address").string(host.address().get());
    json.name("since").string(since.toString());
    json.name("visitor").string(visitor.name());
    json.name("mayWrite").bool(visitor.mayWrite()).endObject();
    if (brief) {
      var _ = Overview.store(json, store);
    } else {
      Overview.write(json, store, shapes);
    }
    json.name("findings").beginArray();
    host.service().remarks().all().forEach(json::string);
    json.endArray();
    if (!brief) { // asking for it lets the doctor begin
      host.health()
          .get()
          .ifPresent(found -> json.name("doctor").copy(found.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void processes(JsonWriter json) {
    json.name("servers").copy(host.processes().get().getBytes(StandardCharsets.UTF_8));
  }

  private void events(Call call, Question question)
      throws IOException, InterruptedException, RefusedException {
    Optional<Long> asked = question.number("after", 0, Long.MAX_VALUE);
    Optional<Long> last =
        call.header("Last-Event-ID").filter(id -> id.matches("\\d{1,18}")).map(Long::valueOf);
    try (var seat = host.feed().follow()) {
      host.streams().enter();
      try {
        long start = Math.min(last.or(() -> asked).orElse(seat.start()), seat.start());
        Streams.begin(call);
        host.streams()
            .follow(
                call, new ChangeStream(call, host.feed(), start), () -> host.welcome().test(call));
      } finally {
        host.streams().leave();
      }
    } catch (StoreException unreachable) {
      throw RefusedException.later(String.valueOf(unreachable.getMessage()));
    }
  }

  private void answer(Call call, Inquiry inquiry)
      throws IOException, InterruptedException, RefusedException {
    CompletableFuture<byte[]> written = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            Answer answer = inquiry.ask(host.service().store().get().written());
            written.complete(json(answer));
          } catch (RefusedException | RuntimeException | Error failure) {
            written.completeExceptionally(failure);
          }
        };
    if (!host.threads().start(task)) {
      task.run();
    }
    try {
      call.answer(200, "application/json", written.get());
    } catch (ExecutionException failed) {
      throw refusal(failed.getCause());
    }
  }

  private RefusedException refusal(@Nullable Throwable failure) {
    if (failure instanceof RefusedException refused) {
      return refused;
    }
    if (failure instanceof StoreException store) {
      return RefusedException.later(String.valueOf(store.getMessage()));
    }
    host.service().log().defect("api", failure == null ? new IllegalStateException() : failure);
    return RefusedException.of(500, "Internal error; the server's log has the rest");
  }

  private void send(Call call, Answer answer) throws IOException {
    call.answer(200, "application/json", json(answer));
  }

  private byte[] json(Answer answer) {
    MessageBytes bytes = MessageBytes.unlimited();
    JsonWriter json = new JsonWriter(bytes);
    json.beginObject().name("readAt").string(clock.instant().toString());
    answer.write(json);
    json.endObject();
    return bytes.copy(0, bytes.position());
  }
}
