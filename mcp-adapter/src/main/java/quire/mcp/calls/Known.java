package quire.mcp.calls;

import quire.mcp.catalog.Inquiry;
import quire.mcp.catalog.ToolContext;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.MessageBytes;
import quire.mcp.protocol.Envelope;
import quire.mcp.protocol.Result;
import quire.mcp.protocol.ServerIdentity;

/** A result that needs no store and is known at once. */
record Known(Result result) implements Inquiry {
  @Override
  public Result call(ToolContext context) {
    return result;
  }

  /** {@return the whole answer} */
  byte[] written(Exchange exchange, ServerIdentity server) {
    MessageBytes bytes = MessageBytes.unlimited();
    Envelope.result(
        new JsonWriter(bytes),
        new Envelope.Head(exchange.id(), exchange.caller().revision(), server),
        result);
    return bytes.copy(0, bytes.position());
  }
}
