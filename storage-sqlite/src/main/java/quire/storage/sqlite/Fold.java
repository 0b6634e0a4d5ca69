package quire.storage.sqlite;

import java.util.Locale;

/**
 * The form in which texts are compared by a search.
 *
 * <p>Two texts that the standard server takes for equal (JavaScript's {@code toLowerCase}) have the
 * same form, so nothing that it finds is missed; beyond that, characters with a common capital are
 * equal (both sigmas, long and round s).
 */
final class Fold {
  private Fold() {}

  static String fold(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      if (lower.charAt(i) >= 0x80) {
        return throughCapitals(lower, i);
      }
    }
    return lower;
  }

  private static String throughCapitals(String lower, int start) {
    StringBuilder folded = new StringBuilder(lower.length() + 4).append(lower, 0, start);
    for (int i = start; i < lower.length(); ) {
      int point = lower.codePointAt(i);
      folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(point)));
      i += Character.charCount(point);
    }
    return folded.toString();
  }
}
