package quire.mcp;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import quire.api.StoreException;
import quire.mcp.Message.Request;
import quire.mcp.Structure.Member;
import quire.mcp.ToolCatalog.ToolWork;

/** The methods of both eras. What needs no store is answered at once; the rest becomes calls. */
final class Methods {
  static final Runnable NOTHING = () -> {};

  private static final Member<List<String>> URIS =
      Structure.optional("resourceSubscriptions", Schema.listOf(Schemas.TEXT));
  private static final Schema<List<String>> FILTER =
      Structure.open(
          values -> {
            List<String> uris = values.find(URIS);
            return uris == null ? List.of() : uris;
          },
          URIS);

  /** Not in {@link Result}: an interface with a constant gets no lambda into the start's cache. */
  static final Result EMPTY = json -> {};

  private final Service service;
  private final Calls calls;
  private final Subscriptions subscriptions;

  Methods(Service service, Channel channel, Executor threads) {
    this.service = service;
    this.calls = new Calls(service.limits(), service.setup().log(), threads);
    this.subscriptions = new Subscriptions(service, channel);
  }

  /** One request on its way to its answer. */
  private record Task(Request request, Caller caller, Channel replies, Runnable ended) {
    Params params() {
      return request.params();
    }

    Call call(Service service, Work work, boolean writes) {
      return new Call(service, replies, request, caller, work, writes);
    }
  }

  /** {@return whether the request became a call, which says itself when it has ended} */
  boolean serve(Request request, Caller caller, Channel replies, Runnable ended) {
    Task task = new Task(request, caller, replies, ended);
    return caller.modern() ? modern(task) : legacy(task);
  }

  void cancel(RequestId id) {
    calls.cancel(id);
    subscriptions.cancel(id);
  }

  void finish() throws InterruptedException {
    calls.finish();
    subscriptions.end();
  }

  private boolean modern(Task task) {
    return switch (task.request().method()) {
      case "server/discover" -> answer(task, Handshake.discovery(service));
      case "subscriptions/listen" -> listen(task);
      default -> common(task);
    };
  }

  private boolean legacy(Task task) {
    return switch (task.request().method()) {
      case "initialize" -> answer(task, Handshake.welcome(service, task.caller().revision()));
      case "ping" -> answer(task, EMPTY);
      case "resources/subscribe" -> subscribe(task);
      case "resources/unsubscribe" -> unsubscribe(task);
      default -> common(task);
    };
  }

  private boolean common(Task task) {
    Params params = task.params();
    int pageSize = service.limits().pageSize();
    return switch (task.request().method()) {
      case "tools/list" -> answer(task, service.tools().list(params, pageSize));
      case "tools/call" -> callTool(task);
      case "resources/list" -> answer(task, service.resources().list(params, pageSize));
      case "resources/templates/list" ->
          answer(task, service.resources().listTemplates(params, pageSize));
      case "resources/read" -> call(task, service.resources().named(params)::read);
      case "prompts/list" -> answer(task, service.prompts().list(params, pageSize));
      case "prompts/get" -> answer(task, service.prompts().get(params));
      case "completion/complete" -> call(task, Completion.of(params, service));
      default -> further(task);
    };
  }

  private boolean further(Task task) {
    String method = task.request().method();
    Result result = service.extension().answer(method, task.caller());
    if (result == null) {
      throw ProtocolException.methodNotFound(method);
    }
    return answer(task, result);
  }

  private boolean callTool(Task task) {
    ToolWork<?> work = service.tools().work(task.params());
    if (!work.writes()) {
      return call(task, work);
    }
    Call call = task.call(service, new WriteWork(work), true);
    calls.write(work.tool().description().name(), call, task.ended());
    return true;
  }

  private boolean subscribe(Task task) {
    Resource resource = service.resources().named(task.params());
    return call(
        task,
        call -> {
          subscriptions.subscribe(resource, call.store());
          return EMPTY;
        });
  }

  private boolean unsubscribe(Task task) {
    Resource resource = service.resources().named(task.params());
    return call(
        task,
        call -> {
          subscriptions.unsubscribe(resource);
          return EMPTY;
        });
  }

  /** Grants the resources that exist; other kinds of change never happen here. */
  private boolean listen(Task task) {
    List<Resource> granted = new ArrayList<>();
    for (String uri : task.params().required("notifications", FILTER)) {
      Resource resource = service.resources().find(uri);
      if (resource != null) {
        granted.add(resource);
      }
    }
    RequestId id = task.request().id();
    return call(
        task,
        call -> {
          subscriptions.listen(id, granted, call.store());
          if (call.cancelled()) {
            subscriptions.cancel(id);
          }
          return null;
        });
  }

  private boolean call(Task task, Work work) {
    calls.read(task.call(service, work, false), task.ended());
    return true;
  }

  private boolean answer(Task task, Result result) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.result(
        new JsonWriter(bytes), task.request().id(), task.caller(), service.identity(), result);
    task.replies().post(bytes.copy(0, bytes.position()));
    return false;
  }

  /** A write, of which subscribers hear before it is answered. */
  private final class WriteWork implements Work {
    private final Work work;

    WriteWork(Work work) {
      this.work = work;
    }

    @Override
    public @Nullable Result answer(Call call) throws InvalidInputException {
      Result result = work.answer(call);
      try {
        subscriptions.refresh(call.store());
      } catch (StoreException unreachable) {
        // The write is done and answered as such; the watching thread tells of it later.
        service.setup().log().event(Level.DEBUG, "watch-failed", "type", unreachable.getClass());
      }
      return result;
    }

    @Override
    public Result failure(String message) {
      return work.failure(message);
    }
  }
}
