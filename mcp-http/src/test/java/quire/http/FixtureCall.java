package quire.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import quire.api.StoreInterruptedException;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.Message.Response;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.RequestMeta;
import quire.mcp.protocol.Result;

/**
 * The request that the fixture's thread serves: what the suite's tools need beyond the arguments,
 * the store and the author of a tool.
 */
record FixtureCall(Request request, Channel replies) {
  static final ScopedValue<FixtureCall> CURRENT = ScopedValue.newInstance();

  private static final Map<String, CompletableFuture<Response>> ASKED = new ConcurrentHashMap<>();
  private static final AtomicLong LAST_ID = new AtomicLong();

  /** Takes the answer to a request that one of the tools sent. */
  static void response(Response response) {
    CompletableFuture<Response> asked = ASKED.remove(response.id().text());
    if (asked != null) {
      asked.complete(response);
    }
  }

  Params params() {
    return request.params();
  }

  /** {@return what the client can do; in a session it says so only once} */
  Set<String> clientCapabilities() {
    Set<String> named = RequestMeta.of(params()).capabilities();
    return named == null ? Set.of() : named;
  }

  /** Sends a message before the answer. */
  void send(byte[] message) {
    replies.send(message);
  }

  /** Asks the client and answers with what it said. */
  Result ask(String method, String params) {
    if (RequestMeta.of(params()).version() != null) {
      return ToolResult.failure("In this revision a server asks by its answers");
    }
    String id = "server-" + LAST_ID.incrementAndGet();
    CompletableFuture<Response> answer = new CompletableFuture<>();
    ASKED.put(id, answer);
    send(
        "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\",\"params\":%s}\n"
            .formatted(id, method, params)
            .getBytes(StandardCharsets.UTF_8));
    Params said = await(answer).members();
    return FixtureTools.text(
        "Elicitation completed: action=%s, content=%s, LLM response: %s"
            .formatted(
                said.has("action") ? said.required("action", Schemas.TEXT) : "none",
                said.has("content") ? said.required("content", Schemas.NAMES) : "{}",
                said.has("model") ? said.required("model", Schemas.TEXT) : "none"));
  }

  private static Response await(CompletableFuture<Response> answer) {
    try {
      return answer.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      throw new StoreInterruptedException("The call was ended while it waited for the client");
    } catch (ExecutionException | TimeoutException unanswered) {
      throw new IllegalStateException(unanswered);
    }
  }
}
