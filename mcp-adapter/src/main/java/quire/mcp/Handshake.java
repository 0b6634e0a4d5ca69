package quire.mcp;

import java.util.Set;

/** What client and server tell each other first, in each era. */
final class Handshake {
  /** What a client says by initialize. */
  record Hello(String version, Set<String> capabilities, ClientIdentity client) {
    Caller caller() {
      return new Caller(Revision.agreedFor(version), client, capabilities);
    }
  }

  private Handshake() {}

  static Hello hello(Params params) {
    return new Hello(
        params.required("protocolVersion", Schemas.TEXT),
        params.required("capabilities", Schemas.NAMES),
        params.required("clientInfo", RequestMeta.CLIENT));
  }

  static Result welcome(Service service, Revision agreed) {
    return json -> {
      json.name("protocolVersion").string(agreed.date());
      capabilities(json, service, agreed);
      service.identity().write(json.name("serverInfo"));
      json.name("instructions").string(service.instructions());
    };
  }

  static Result discovery(Service service) {
    Result result =
        json -> {
          json.name("supportedVersions").beginArray();
          for (Revision revision : Revision.values()) {
            json.string(revision.date());
          }
          json.endArray();
          capabilities(json, service, Revision.MODERN);
          json.name("instructions").string(service.instructions());
        };
    return result.cached(CacheHint.STATIC);
  }

  private static void capabilities(JsonWriter json, Service service, Revision revision) {
    json.name("capabilities").beginObject();
    json.name("tools").beginObject().endObject();
    json.name("resources").beginObject().name("subscribe").bool(true).endObject();
    json.name("prompts").beginObject().endObject();
    json.name("completions").beginObject().endObject();
    service.extension().declare(json, revision);
    json.endObject();
  }
}
