package quire.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import quire.http.mcp.Intake;
import quire.mcp.calls.Dispatcher;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.Message;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.Message.Response;
import quire.mcp.protocol.ProtocolException;
import quire.mcp.protocol.Revision;
import quire.mcp.protocol.ServerIdentity;

/** What the suite wants of a server and a memory has no use for. */
final class FixtureIntake implements Intake {
  /** MCP 2026-07-28, MissingRequiredClientCapabilityError: no tool of the product needs any. */
  private static final int MISSING_CAPABILITY = -32021;

  private final ServerIdentity identity;

  FixtureIntake(ServerIdentity identity) {
    this.identity = identity;
  }

  @Override
  public @Nullable Runnable accept(Dispatcher dispatcher, Message message, Channel replies) {
    if (message instanceof Response response) {
      FixtureCall.response(response);
    }
    return message instanceof Request request
        ? request(dispatcher, request, replies)
        : dispatcher.accept(message, replies);
  }

  private @Nullable Runnable request(Dispatcher dispatcher, Request request, Channel replies) {
    FixtureCall call = new FixtureCall(request, replies);
    Revision session = dispatcher.agreed();
    MessageBytes bytes = MessageBytes.unlimited();
    if (session != null && request.method().equals("logging/setLevel")) {
      Envelope.Head head = new Envelope.Head(request.id(), session, identity);
      Envelope.result(new JsonWriter(bytes), head, json -> {});
      replies.post(bytes.copy(0, bytes.position()));
      replies.answered();
      return null;
    }
    if (lacksCapability(call)) {
      ProtocolException refusal = missingCapability();
      Envelope.error(new JsonWriter(bytes), request.id(), refusal);
      replies.refuse(bytes.copy(0, bytes.position()), refusal);
      replies.answered();
      return null;
    }
    boolean hello = request.method().equals("initialize");
    Runnable task = dispatcher.accept(request, hello ? new Welcome(replies) : replies);
    return task == null ? null : () -> ScopedValue.where(FixtureCall.CURRENT, call).run(task);
  }

  private static boolean lacksCapability(FixtureCall call) {
    try {
      return call.request().method().equals("tools/call")
          && call.params().required("name", Schemas.TEXT).equals(FixtureTools.NEEDS_SAMPLING)
          && !call.clientCapabilities().contains("sampling");
    } catch (ProtocolException malformed) {
      return false; // the layer says what is wrong with it
    }
  }

  private static ProtocolException missingCapability() {
    return new ProtocolException(
        MISSING_CAPABILITY,
        "The client must be able to sample",
        json ->
            json.copy(
                "{\"requiredCapabilities\":{\"sampling\":{}}}".getBytes(StandardCharsets.UTF_8)));
  }

  /** The suite's server declares logging, which the product does not. */
  private record Welcome(Channel replies) implements Channel {
    @Override
    public void post(byte[] message) {
      replies.post(
          new String(message, StandardCharsets.UTF_8)
              .replace("\"completions\":{}", "\"completions\":{},\"logging\":{}")
              .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void refuse(byte[] message, ProtocolException error) {
      replies.refuse(message, error);
    }

    @Override
    public Parts begin() {
      return replies.begin();
    }

    @Override
    public void answered() {
      replies.answered();
    }
  }
}
