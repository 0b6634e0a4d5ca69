package quire.storage.vault.format;

import java.util.Optional;

/** A string in double quotes as JSON has it, which YAML reads alike; any UTF-16 text survives. */
final class JsonString {
  private JsonString() {}

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int length = Character.charCount(codePoint);
      if (codePoint == '"' || codePoint == '\\') {
        quoted.append('\\').append((char) codePoint);
      } else if (codePoint == '\n') {
        quoted.append("\\n");
      } else if (codePoint == '\t' || codePoint == 0xA0 || Escape.isFragile(codePoint)) {
        text.substring(i, i + length).chars().forEach(c -> quoted.append("\\u%04X".formatted(c)));
      } else {
        quoted.appendCodePoint(codePoint);
      }
      i += length;
    }
    return quoted.append('"').toString();
  }

  /** {@return the text, or empty if this is not exactly one such string} */
  static Optional<String> parse(String quoted) {
    if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    int end = quoted.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = quoted.charAt(i);
      if (c == '"') {
        return Optional.empty();
      }
      if (c != '\\') {
        text.append(c);
        continue;
      }
      int used = unescape(quoted, i + 1, end, text);
      if (used == 0) {
        return Optional.empty();
      }
      i += used;
    }
    return Optional.of(text.toString());
  }

  /** {@return how many characters the escape has after its backslash, 0 if it is none of JSON's} */
  private static int unescape(String quoted, int at, int end, StringBuilder text) {
    if (at >= end) {
      return 0;
    }
    char kind = quoted.charAt(at);
    int plain = "\"\\/bfnrt".indexOf(kind);
    if (plain >= 0) {
      text.append("\"\\/\b\f\n\r\t".charAt(plain));
      return 1;
    }
    if (kind != 'u' || at + 5 > end || !isHex(quoted, at + 1)) {
      return 0;
    }
    text.append((char) Integer.parseInt(quoted, at + 1, at + 5, 16));
    return 5;
  }

  private static boolean isHex(String text, int at) {
    return text.substring(at, at + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }
}
