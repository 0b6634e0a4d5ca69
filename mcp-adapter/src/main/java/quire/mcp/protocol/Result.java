package quire.mcp.protocol;

import org.jspecify.annotations.Nullable;
import quire.mcp.json.JsonWriter;

/** What a request is answered with: knows its own members and no era. */
public interface Result {
  /** Writes the members of the result object. */
  void write(JsonWriter json);

  /**
   * Ends a result that failed after a part of it had left, so that nobody takes it for whole.
   *
   * @param inside the mark of what was open when it began
   */
  default void cutOff(JsonWriter json, long inside, String message) {
    throw new IllegalStateException("A result without a way to end early was streamed: " + message);
  }

  default @Nullable CacheHint cacheHint() {
    return null;
  }

  /** {@return the platform's own name for why the request failed, for programs} */
  default @Nullable String code() {
    return null;
  }

  /** {@return the same, which failed for a reason of this name} */
  default Result because(String code) {
    Result plain = this;
    return new Result() {
      @Override
      public void write(JsonWriter json) {
        plain.write(json);
      }

      @Override
      public String code() {
        return code;
      }
    };
  }

  /** {@return whether this is all, or what else is expected of the client} */
  default String type() {
    return "complete";
  }

  default Result cached(CacheHint hint) {
    Result plain = this;
    return new Result() {
      @Override
      public void write(JsonWriter json) {
        plain.write(json);
      }

      @Override
      public void cutOff(JsonWriter json, long inside, String message) {
        plain.cutOff(json, inside, message);
      }

      @Override
      public CacheHint cacheHint() {
        return hint;
      }
    };
  }
}
