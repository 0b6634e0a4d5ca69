package quire.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * The two forms in which a search compares texts (R8).
 *
 * <p>The simple form is lower case as JavaScript has it, so that nothing is missed that the
 * standard server finds; characters with a common capital are one letter in it (both sigmas, long
 * and round s). The full form goes further: a letter is the same whether its accent is a part of it
 * or follows it (Unicode's NFC and NFD), and ß is ss, as its capital SS says. A search finds what
 * one of the forms finds: of a text that holds an accent of its own, only the simple form has the
 * letter without it.
 */
public final class Fold {
  /** Letters of the alphabets whose two forms are one and the same single character. */
  private static final char[] ALPHABETS = new char[0x530];

  /** What has forms of more than one character, or two different ones. */
  private static final char NOT_SO_SIMPLE = '\uFFFF';

  static {
    for (char c = 0; c < ALPHABETS.length; c++) {
      ALPHABETS[c] = isSimple(c) ? (char) codePoint(c) : NOT_SO_SIMPLE;
    }
  }

  private Fold() {}

  /** Written as a list, because asking Java's tables for each would take a start longer. */
  private static boolean isSimple(char c) {
    return switch (c) {
      case 'ß', 'İ', 'ŉ', 'ǰ', 'ΐ', 'ΰ', '\u0374', '\u037E', '\u0387' -> false;
      default -> (c < '\u0300' || c > '\u036F') && (c < '\u0483' || c > '\u0489');
    };
  }

  private static int codePoint(int codePoint) {
    return Character.toLowerCase(Character.toUpperCase(Character.toLowerCase(codePoint)));
  }

  private static boolean isInAlphabets(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (inAlphabets(text.charAt(i)) == NOT_SO_SIMPLE) {
        return false;
      }
    }
    return true;
  }

  /** {@return the simple form; the text itself if it has it already} */
  public static String simple(String text) {
    return isInAlphabets(text) ? inAlphabets(text) : lowered(text.toLowerCase(Locale.ROOT), true);
  }

  /** {@return the full form; the text itself if it has it already} */
  public static String full(String text) {
    if (isInAlphabets(text)) {
      return inAlphabets(text);
    }
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    // Lower case first, because the capital ß is lost on the way up.
    return lowered(composed.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT), false);
  }

  /** {@return the different forms of the text, one or two} */
  public static List<String> forms(String text) {
    String simple = simple(text);
    if (isInAlphabets(text)) {
      return List.of(simple);
    }
    String full = full(text);
    return full.equals(simple) ? List.of(simple) : List.of(simple, full);
  }

  private static String inAlphabets(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (ALPHABETS[text.charAt(i)] != text.charAt(i)) {
        char[] folded = text.toCharArray();
        for (int j = i; j < folded.length; j++) {
          folded[j] = ALPHABETS[folded[j]];
        }
        return new String(folded);
      }
    }
    return text;
  }

  private static String lowered(String text, boolean throughCapitals) {
    StringBuilder folded = new StringBuilder(text.length() + 4);
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      folded.appendCodePoint(
          Character.toLowerCase(throughCapitals ? Character.toUpperCase(point) : point));
    }
    return folded.toString();
  }

  /**
   * {@return whether the text holds one of these parts, each in the form that it is in} A text of
   * the alphabets, as nearly all are, is not changed for it; in such a text both forms are one, and
   * what it holds in the simple form has the same full form.
   */
  static boolean holds(String text, String simplePart, String fullPart) {
    if (fullPart.isEmpty()) {
      return true;
    }
    char first = fullPart.charAt(0);
    int last = text.length() - fullPart.length();
    boolean found = false;
    for (int i = 0; i < text.length(); i++) {
      char folded = inAlphabets(text.charAt(i));
      if (folded == NOT_SO_SIMPLE) {
        return simple(text).contains(simplePart) || full(text).contains(fullPart);
      }
      found |= !found && folded == first && i <= last && matches(text, i, fullPart);
    }
    return found;
  }

  /** {@return whether the simple form of the text holds this part, which is in it} */
  public static boolean holds(String text, String simplePart) {
    int last = text.length() - simplePart.length();
    for (int i = 0; i < text.length(); i++) {
      if (inAlphabets(text.charAt(i)) == NOT_SO_SIMPLE) {
        return simple(text).contains(simplePart);
      }
      if (i <= last && matches(text, i, simplePart)) {
        return true;
      }
    }
    return simplePart.isEmpty();
  }

  private static boolean matches(String text, int at, String part) {
    for (int i = 0; i < part.length(); i++) {
      char folded = inAlphabets(text.charAt(at + i));
      if (folded == NOT_SO_SIMPLE || folded != part.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static char inAlphabets(char c) {
    return c < ALPHABETS.length ? ALPHABETS[c] : NOT_SO_SIMPLE;
  }
}
