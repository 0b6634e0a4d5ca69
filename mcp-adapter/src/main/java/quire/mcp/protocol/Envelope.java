package quire.mcp.protocol;

import org.jspecify.annotations.Nullable;
import quire.mcp.json.JsonWriter;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.Channel.BrokenException;

/** Wraps results, errors and notifications as the revision of their receiver wants them. */
public final class Envelope {
  public static final String META = "io.modelcontextprotocol/";
  private static final String CODE = "quire/code";
  public static final String SUBSCRIPTION_ID = META + "subscriptionId";

  private Envelope() {}

  /** What goes round a result: the id of the request, and by which revision who answers whom. */
  public record Head(RequestId id, Revision revision, ServerIdentity server) {}

  /** Says in words what a failure means. */
  public interface Description {
    String of(Throwable failure);
  }

  public static void result(JsonWriter json, Head head, Result result) {
    beginResult(json, head, result);
    result.write(json);
    json.endObject();
    end(json);
  }

  /**
   * Writes a result of any size. When it fails after a part has left, the message is closed so that
   * it is sound and shows that it is not whole; before that the failure is thrown on.
   */
  public static void result(JsonWriter json, Head head, Result result, Description description) {
    beginResult(json, head, result);
    long inside = json.open();
    try {
      result.write(json);
    } catch (BrokenException gone) {
      throw gone;
    } catch (Throwable failure) {
      if (!json.bytes().streaming()) {
        throw failure;
      }
      result.cutOff(json, inside, description.of(failure));
    }
    json.endObject();
    end(json);
  }

  private static void beginResult(JsonWriter json, Head head, Result result) {
    begin(json, head.id()).name("result").beginObject();
    boolean modern = head.revision().modern();
    if (modern) {
      json.name("resultType").string(result.type());
      cacheHint(json, result.cacheHint());
    }
    String code = result.code();
    if (modern || code != null) {
      json.name("_meta").beginObject();
      if (modern) {
        head.server().write(json.name(META + "serverInfo"));
      }
      if (code != null) {
        json.name(CODE).string(code);
      }
      json.endObject();
    }
  }

  /** Writes the result that ends a subscription. */
  public static void subscriptionEnd(JsonWriter json, RequestId id, ServerIdentity server) {
    begin(json, id).name("result").beginObject().name("resultType").string("complete");
    json.name("_meta").beginObject().name(SUBSCRIPTION_ID);
    id.write(json);
    server.write(json.name(META + "serverInfo"));
    json.endObject().endObject();
    end(json);
  }

  public static void error(JsonWriter json, @Nullable RequestId id, ProtocolException error) {
    begin(json, id).name("error");
    error.write(json);
    end(json);
  }

  /** Writes a notification whose params have these members. */
  public static void notification(JsonWriter json, String method, Result params) {
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
