package quire.mcp;

import org.jspecify.annotations.Nullable;

/** What a request is answered with: knows its own members and no era. */
interface Result {
  /** Writes the members of the result object. */
  void write(JsonWriter json);

  default @Nullable CacheHint cacheHint() {
    return null;
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
      public CacheHint cacheHint() {
        return hint;
      }
    };
  }
}
