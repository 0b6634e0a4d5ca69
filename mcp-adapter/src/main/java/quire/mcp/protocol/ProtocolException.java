package quire.mcp.protocol;

import org.jspecify.annotations.Nullable;
import quire.mcp.json.JsonWriter;

/** A request cannot be served as it was put; becomes the error member of its answer. */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;
  public static final int UNSUPPORTED_VERSION = -32022;

  private final int code;
  private final transient @Nullable ErrorDetail detail;

  public ProtocolException(int code, String message, @Nullable ErrorDetail detail) {
    super(message, null, false, false);
    this.code = code;
    this.detail = detail;
  }

  /** Writes the data member of an error. */
  public interface ErrorDetail {
    void write(JsonWriter json);
  }

  public static ProtocolException of(int code, String message) {
    return new ProtocolException(code, message, null);
  }

  public static ProtocolException invalidParams(String message) {
    return of(INVALID_PARAMS, message);
  }

  public static ProtocolException methodNotFound(String method) {
    return of(METHOD_NOT_FOUND, "Method not found: " + shortened(method));
  }

  public static ProtocolException unknownResource(String uri) {
    return new ProtocolException(
        INVALID_PARAMS,
        "Resource not found: " + shortened(uri),
        json -> json.beginObject().name("uri").string(uri).endObject());
  }

  public static ProtocolException unsupportedVersion(String requested) {
    return new ProtocolException(
        UNSUPPORTED_VERSION,
        "Unsupported protocol version: " + shortened(requested),
        json -> versions(json, requested));
  }

  public int code() {
    return code;
  }

  public void write(JsonWriter json) {
    json.beginObject().name("code").number(code);
    json.name("message").string(String.valueOf(getMessage()));
    if (detail != null) {
      json.name("data");
      detail.write(json);
    }
    json.endObject();
  }

  private static void versions(JsonWriter json, String requested) {
    json.beginObject().name("supported").beginArray();
    for (Revision revision : Revision.values()) {
      json.string(revision.date());
    }
    json.endArray().name("requested").string(requested).endObject();
  }

  public static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }
}
