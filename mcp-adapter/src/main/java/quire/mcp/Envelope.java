package quire.mcp;

import org.jspecify.annotations.Nullable;

/** Wraps results, errors and notifications as the revision of their receiver wants them. */
final class Envelope {
  static final String META = "io.modelcontextprotocol/";
  static final String SUBSCRIPTION_ID = META + "subscriptionId";

  private Envelope() {}

  static void result(
      JsonWriter json, RequestId id, Caller caller, ServerIdentity server, Result result) {
    begin(json, id).name("result").beginObject();
    if (caller.modern()) {
      json.name("resultType").string(result.type());
      json.name("_meta").beginObject().name(META + "serverInfo");
      server.write(json);
      json.endObject();
      cacheHint(json, result.cacheHint());
    }
    result.write(json);
    json.endObject();
    end(json);
  }

  /** Writes the result that ends a subscription. */
  static void subscriptionEnd(JsonWriter json, RequestId id, ServerIdentity server) {
    begin(json, id).name("result").beginObject().name("resultType").string("complete");
    json.name("_meta").beginObject().name(SUBSCRIPTION_ID);
    id.write(json);
    server.write(json.name(META + "serverInfo"));
    json.endObject().endObject();
    end(json);
  }

  static void error(JsonWriter json, @Nullable RequestId id, ProtocolException error) {
    begin(json, id).name("error");
    error.write(json);
    end(json);
  }

  /** Writes a notification whose params have these members. */
  static void notification(JsonWriter json, String method, Result params) {
    json.beginObject().name("jsonrpc").string("2.0").name("method").string(method);
    json.name("params").beginObject();
    params.write(json);
    json.endObject();
    end(json);
  }

  private static JsonWriter begin(JsonWriter json, @Nullable RequestId id) {
    json.beginObject().name("jsonrpc").string("2.0");
    if (id != null) {
      id.write(json.name("id"));
    }
    return json;
  }

  private static void cacheHint(JsonWriter json, @Nullable CacheHint hint) {
    if (hint != null) {
      json.name("ttlMs").number(hint.millis());
      json.name("cacheScope").string(hint.scope());
    }
  }

  private static void end(JsonWriter json) {
    json.endObject();
    json.bytes().put('\n');
  }
}
