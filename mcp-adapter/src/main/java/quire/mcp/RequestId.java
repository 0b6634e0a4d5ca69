package quire.mcp;

/**
 * The id of a request: a string's value, or a number's digits exactly as they came. 1 and "1" are
 * different ids.
 */
record RequestId(String text, boolean number) {
  // Written out: the generated one makes its code when it is first called, in 10 ms.
  @Override
  public boolean equals(Object other) {
    return other instanceof RequestId id && number == id.number && text.equals(id.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  void write(JsonWriter json) {
    if (number) {
      json.raw(text);
    } else {
      json.string(text);
    }
  }
}
