package quire.cli.connect;

/** Where a value of a sound TOML text ends. */
final class TomlValue {
  private TomlValue() {}

  /** {@return the place behind the value that begins at {@code start}} */
  static int end(String text, int start) {
    for (String quote : new String[] {"\"\"\"", "'''", "\"", "'"}) {
      if (text.startsWith(quote, start)) {
        return stringEnd(text, start + quote.length(), quote);
      }
    }
    char first = text.charAt(start);
    if (first == '[' || first == '{') {
      return bracketEnd(text, start);
    }
    int end = start;
    while (end < text.length() && ",]}#\r\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static int stringEnd(String text, int from, String quote) {
    boolean escapes = quote.startsWith("\"");
    int i = from;
    while (!text.startsWith(quote, i)) {
      i += escapes && text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + quote.length();
  }

  private static int bracketEnd(String text, int start) {
    int i = start + 1;
    while (true) {
      char c = text.charAt(i);
      switch (c) {
        case ']', '}' -> {
          return i + 1;
        }
        case '#' -> i = text.indexOf('\n', i) + 1;
        case '"', '\'', '[', '{' -> i = end(text, i);
        default -> i++;
      }
    }
  }
}
