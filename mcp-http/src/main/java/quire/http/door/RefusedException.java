package quire.http.door;

import java.util.LinkedHashMap;
import java.util.Map;
import quire.mcp.protocol.ProtocolException;

/** A request that is not served; becomes a status with an error in JSON. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final int code;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  private RefusedException(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** A request of the wrong form. */
  public static RefusedException of(int status, String message) {
    return new RefusedException(status, ProtocolException.INVALID_REQUEST, message);
  }

  /** One that the server cannot serve now, and will later. */
  public static RefusedException later(String message) {
    return new RefusedException(503, ProtocolException.INTERNAL_ERROR, message)
        .with("Retry-After", "1");
  }

  public RefusedException with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
