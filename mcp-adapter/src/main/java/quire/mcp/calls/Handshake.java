package quire.mcp.calls;

import java.util.Set;
import quire.mcp.catalog.Service.Offer;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.Schemas;
import quire.mcp.protocol.CacheHint;
import quire.mcp.protocol.Caller;
import quire.mcp.protocol.ClientIdentity;
import quire.mcp.protocol.Params;
import quire.mcp.protocol.RequestMeta;
import quire.mcp.protocol.Result;
import quire.mcp.protocol.Revision;
import quire.mcp.protocol.ServerIdentity;

/** What client and server tell each other first, in each era. */
final class Handshake {
  /** What a client says by initialize. */
  record Hello(String version, Set<String> capabilities, ClientIdentity client) {
    Caller caller() {
      return new Caller(Revision.agreedFor(version), client);
    }
  }

  private Handshake() {}

  static Hello hello(Params params) {
    return new Hello(
        params.required("protocolVersion", Schemas.TEXT),
        params.required("capabilities", Schemas.NAMES),
        params.required("clientInfo", RequestMeta.CLIENT));
  }

  static Result welcome(Offer offer, ServerIdentity server, Revision agreed) {
    return json -> {
      json.name("protocolVersion").string(agreed.date());
      capabilities(json);
      server.write(json.name("serverInfo"));
      json.name("instructions").string(offer.instructions());
    };
  }

  static Result discovery(Offer offer) {
    Result result =
        json -> {
          json.name("supportedVersions").beginArray();
          for (Revision revision : Revision.values()) {
            json.string(revision.date());
          }
          json.endArray();
          capabilities(json);
          json.name("instructions").string(offer.instructions());
        };
    return result.cached(CacheHint.STATIC);
  }

  private static void capabilities(JsonWriter json) {
    json.name("capabilities").beginObject();
    json.name("tools").beginObject().endObject();
    json.name("resources").beginObject().name("subscribe").bool(true).endObject();
    json.name("prompts").beginObject().endObject();
    json.name("completions").beginObject().endObject();
    json.endObject();
  }
}
