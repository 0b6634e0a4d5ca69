package quire.text;

/**
 * Writes any Java string as text that a database keeps exactly, and back.
 *
 * <p>UTF-8 has no form for half a surrogate pair. A NUL ends many of SQLite's text functions (and
 * separates texts in our result rows there), and PostgreSQL refuses it. Each becomes two
 * characters: a noncharacter that is reserved for private use inside a program, followed by a
 * private-use character that carries the value. The reserved character itself is written the same
 * way.
 */
public final class StoredText {
  /** Stands before every character that was replaced. */
  private static final char ESCAPE = '\uFDD0';

  private static final char NUL = '\uE000';
  private static final char ESCAPED_ESCAPE = '\uE001';

  /** U+D800 to U+DFFF are written as U+E800 to U+EFFF. */
  private static final int SURROGATE_SHIFT = 0x1000;

  private StoredText() {}

  public static String encode(String text) {
    if (Ascii.isPlain(text)) {
      return text;
    }
    for (int i = 0; i < text.length(); i++) {
      if (needsEscape(text, i)) {
        return escape(text);
      }
    }
    return text;
  }

  public static String decode(String stored) {
    return stored.indexOf(ESCAPE) < 0 ? stored : unescape(stored);
  }

  private static boolean needsEscape(String text, int i) {
    char c = text.charAt(i);
    return c == 0 || c == ESCAPE || (Character.isSurrogate(c) && isLone(text, i));
  }

  public static boolean isLone(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static String escape(String text) {
    StringBuilder stored = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (needsEscape(text, i)) {
        stored.append(ESCAPE).append(replacement(c));
      } else {
        stored.append(c);
      }
    }
    return stored.toString();
  }

  private static char replacement(char c) {
    return switch (c) {
      case 0 -> NUL;
      case ESCAPE -> ESCAPED_ESCAPE;
      default -> (char) (c + SURROGATE_SHIFT);
    };
  }

  private static String unescape(String stored) {
    StringBuilder text = new StringBuilder(stored.length());
    for (int i = 0; i < stored.length(); i++) {
      char c = stored.charAt(i);
      text.append(c == ESCAPE && i + 1 < stored.length() ? original(stored.charAt(++i)) : c);
    }
    return text.toString();
  }

  private static char original(char replacement) {
    return switch (replacement) {
      case NUL -> 0;
      case ESCAPED_ESCAPE -> ESCAPE;
      default -> (char) (replacement - SURROGATE_SHIFT);
    };
  }
}
