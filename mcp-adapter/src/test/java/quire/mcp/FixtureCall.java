package quire.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import quire.mcp.catalog.ToolResult;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.Message.Response;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.Result;

/**
 * The request that the fixture's thread serves: what the suite's tools need beyond the arguments,
 * the store and the author of a tool.
 */
record FixtureCall(Request request, Channel replies, Set<String> clientCapabilities) {
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

  /** Sends a message before the answer. */
  void send(byte[] message) {
    replies.send(message);
  }

  /** Asks the client and answers with what it said. */
  Result ask(String capability, String method, String params) {
    if (!clientCapabilities.contains(capability)) {
      return ToolResult.failure("The client has no capability " + capability);
    }
    String id = "server-" + LAST_ID.incrementAndGet();
    CompletableFuture<Response> answer = new CompletableFuture<>();
    ASKED.put(id, answer);
    send(
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
