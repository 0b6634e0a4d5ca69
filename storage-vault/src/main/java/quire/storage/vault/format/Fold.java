package quire.storage.vault.format;

/**
 * Compares without regard to case: each code point is lowered, raised and lowered again, so that
 * for example the two small sigmas are one letter (R8).
 */
public final class Fold {
  /** Folded characters of the alphabets that fold one to one; a dotted capital I does not. */
  private static final char[] ALPHABETS = new char[0x530];

  private static final char DOTTED_CAPITAL_I = '\u0130';

  static {
    for (char c = 0; c < ALPHABETS.length; c++) {
      ALPHABETS[c] = (char) codePoint(c);
    }
  }

  private Fold() {}

  public static String fold(String text) {
    return isFolded(text) ? text : folded(text);
  }

  private static boolean isFolded(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ALPHABETS.length || c == DOTTED_CAPITAL_I || ALPHABETS[c] != c) {
        return false;
      }
    }
    return true;
  }

  private static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (codePoint == DOTTED_CAPITAL_I) {
        folded.append("i\u0307");
      } else if (codePoint < ALPHABETS.length) {
        folded.append(ALPHABETS[codePoint]);
      } else {
        folded.appendCodePoint(codePoint(codePoint));
      }
    }
    return folded.toString();
  }

  private static int codePoint(int codePoint) {
    return Character.toLowerCase(Character.toUpperCase(Character.toLowerCase(codePoint)));
  }

  /** {@return whether the folded text holds the part, which is folded already} */
  public static boolean holds(String text, String foldedPart) {
    if (foldedPart.isEmpty()) {
      return true;
    }
    char first = foldedPart.charAt(0);
    int length = text.length();
    int last = length - foldedPart.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= ALPHABETS.length || c == DOTTED_CAPITAL_I) {
        return fold(text).contains(foldedPart);
      }
      if (i <= last && ALPHABETS[c] == first && matches(text, i, foldedPart)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String text, int at, String foldedPart) {
    for (int i = 1; i < foldedPart.length(); i++) {
      char c = text.charAt(at + i);
      if (c >= ALPHABETS.length || ALPHABETS[c] != foldedPart.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
