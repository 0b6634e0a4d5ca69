package quire.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import quire.mcp.Message.Response;

/** Logging as a capability, and requests to the client, both of the legacy revisions only. */
final class FixtureExtension implements Extension {
  private final Map<String, CompletableFuture<Response>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong lastId = new AtomicLong();

  @Override
  public void declare(JsonWriter capabilities, Revision revision) {
    if (!revision.modern()) {
      capabilities.name("logging").beginObject().endObject();
    }
  }

  @Override
  public @Nullable Result answer(String method, Caller caller) {
    return method.equals("logging/setLevel") && !caller.modern() ? Methods.EMPTY : null;
  }

  @Override
  public void response(Response response) {
    CompletableFuture<Response> asked = waiting.remove(response.id().text());
    if (asked != null) {
      asked.complete(response);
    }
  }

  /** Asks the client and answers with what it said. */
  Result ask(Call call, String capability, String method, String params) {
    if (!call.clientCapabilities().contains(capability)) {
      return ToolResult.failure("The client has no capability " + capability);
    }
    String id = "server-" + lastId.incrementAndGet();
    CompletableFuture<Response> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    call.send(
        "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\",\"params\":%s}\n"
            .formatted(id, method, params)
            .getBytes(StandardCharsets.UTF_8));
    Params said = answer.orTimeout(10, TimeUnit.SECONDS).join().members();
    return FixtureTools.text(
        "Elicitation completed: action=%s, content=%s, LLM response: %s"
            .formatted(
                said.has("action") ? said.required("action", Schemas.TEXT) : "none",
                said.has("content") ? said.required("content", Schemas.NAMES) : "{}",
                said.has("model") ? said.required("model", Schemas.TEXT) : "none"));
  }
}
