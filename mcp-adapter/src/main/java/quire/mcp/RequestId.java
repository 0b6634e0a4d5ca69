package quire.mcp;

/**
 * The id of a request: a string's value, or a number's digits exactly as they came. 1 and "1" are
 * different ids.
 */
record RequestId(String text, boolean number) {
  void write(JsonWriter json) {
    if (number) {
      json.raw(text);
    } else {
      json.string(text);
    }
  }
}
