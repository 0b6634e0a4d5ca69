package quire.mcp.calls;

import quire.mcp.json.RequestId;
import quire.mcp.protocol.Caller;
import quire.mcp.protocol.Channel;
import quire.mcp.protocol.Message.Request;
import quire.mcp.protocol.Params;

/** One request, who sent it, and where its answer goes. */
record Exchange(Request request, Caller caller, Channel replies) {
  RequestId id() {
    return request.id();
  }

  Params params() {
    return request.params();
  }
}
