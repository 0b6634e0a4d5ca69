package quire.ranking;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Takes a text apart into the plain words by which it can be found.
 *
 * <p>An identifier gives its parts and the whole of it: {@code useQueryState} gives use, query,
 * state and usequerystate; {@code load-test} gives load, test and loadtest. Scripts without spaces
 * give every two characters in a row.
 */
final class Tokens {
  private static final int FIRST_WIDE = 0x2E80;

  private final Consumer<String> words;
  private final Consumer<String> joined;
  private final String text;

  private Tokens(String text, Consumer<String> words, Consumer<String> joined) {
    this.text = PlainText.withoutAccents(text);
    this.words = words;
    this.joined = joined;
  }

  /**
   * Hands out each word.
   *
   * @param joined takes two words with a connecting character between them as one
   */
  static void visit(String text, Consumer<String> words, Consumer<String> joined) {
    new Tokens(text, words, joined).run();
  }

  private void run() {
    int previousStart = -1;
    int previousEnd = -2; // not just before the first character
    for (int start = 0; start < text.length(); start++) {
      if (!isWordAt(start)) {
        continue;
      }
      int end = start;
      while (end < text.length() && isWordAt(end)) {
        end++;
      }
      word(start, end);
      if (previousEnd == start - 1 && "-_./:".indexOf(text.charAt(previousEnd)) >= 0) {
        joined.accept(lower(previousStart, previousEnd) + lower(start, end));
      }
      previousStart = start;
      previousEnd = end;
      start = end;
    }
  }

  /** A letter or digit; both halves of a pair count as one, as rare scripts need no parting. */
  private boolean isWordAt(int i) {
    char c = text.charAt(i);
    return Character.isLetterOrDigit(c)
        || (Character.isSurrogate(c) && Character.isLetterOrDigit(codePointAround(i)))
        || isMark(c);
  }

  private int codePointAround(int i) {
    return Character.isLowSurrogate(text.charAt(i)) && i > 0
        ? text.codePointAt(i - 1)
        : text.codePointAt(i);
  }

  private static boolean isMark(char c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> false;
    };
  }

  private void word(int start, int end) {
    if (text.charAt(start) >= FIRST_WIDE) {
      wide(start, end);
      return;
    }
    int parts = 0;
    int from = start;
    for (int i = start + 1; i <= end; i++) {
      if (i == end || isBorder(i, end)) {
        words.accept(lower(from, i));
        from = i;
        parts++;
      }
    }
    if (parts > 1) {
      words.accept(lower(start, end));
    }
  }

  private void wide(int start, int end) {
    if (end - start == 1) {
      words.accept(lower(start, end));
    }
    for (int i = start; i + 2 <= end; i++) {
      words.accept(lower(i, i + 2));
    }
  }

  /**
   * {@return whether a part of an identifier begins here, as in rate|Limiter, XC|Framework, k|6}
   */
  private boolean isBorder(int i, int end) {
    char before = text.charAt(i - 1);
    char here = text.charAt(i);
    if (Character.isDigit(before) != Character.isDigit(here)) {
      return true;
    }
    if (!Character.isUpperCase(here)) {
      return false;
    }
    return Character.isLowerCase(before)
        || (Character.isUpperCase(before)
            && i + 1 < end
            && Character.isLowerCase(text.charAt(i + 1)));
  }

  private String lower(int start, int end) {
    return text.substring(start, end).toLowerCase(Locale.ROOT);
  }

  /** {@return whether a word of this kind is found by two characters of it} */
  static boolean isWide(String word) {
    return word.charAt(0) >= FIRST_WIDE;
  }
}
