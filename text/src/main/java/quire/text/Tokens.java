package quire.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes a text apart into the plain words by which it can be found.
 *
 * <p>An identifier gives its parts and the whole of it: {@code useQueryState} gives use, query,
 * state and usequerystate; {@code load-test} gives load, test and loadtest. Scripts without spaces
 * give every two characters in a row. What is between words is no letter, mark or number.
 */
public final class Tokens {
  /** Whether a character can be in a word, for those that nearly all texts consist of. */
  private static final boolean[] ASCII_WORDS = new boolean[0x80];

  static {
    for (int c = 0; c < ASCII_WORDS.length; c++) {
      ASCII_WORDS[c] = Words.isPart(c);
    }
  }

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
  public static void visit(String text, Consumer<String> words, Consumer<String> joined) {
    new Tokens(text, words, joined).run();
  }

  /** {@return each word of a text, in order} */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    visit(text, words::add, joined -> {});
    return words;
  }

  private void run() {
    int previousStart = -1;
    int previousEnd = -2; // not just before the first character
    for (int start = 0; start < text.length(); start++) {
      if (!isWordAt(start)) {
        continue;
      }
      int end = start + 1;
      while (end < text.length() && isWordAt(end) && isUnspacedAt(end) == isUnspacedAt(start)) {
        end++;
      }
      word(start, end);
      if (previousEnd == start - 1 && "-_./:".indexOf(text.charAt(previousEnd)) >= 0) {
        joined.accept(lower(previousStart, previousEnd) + lower(start, end));
      }
      previousStart = start;
      previousEnd = end;
      start = end - 1;
    }
  }

  /** Both halves of a pair count as what the pair is, as rare scripts need no parting. */
  private boolean isWordAt(int i) {
    char c = text.charAt(i);
    if (c < ASCII_WORDS.length) {
      return ASCII_WORDS[c];
    }
    return Words.isPart(Character.isSurrogate(c) ? codePointAround(i) : c);
  }

  private boolean isUnspacedAt(int i) {
    return Scripts.isUnspaced(text.charAt(i));
  }

  private int codePointAround(int i) {
    return i > 0 && Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i))
        ? text.codePointAt(i - 1)
        : text.codePointAt(i);
  }

  private void word(int start, int end) {
    if (isUnspacedAt(start)) {
      pairs(start, end);
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

  private void pairs(int start, int end) {
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
    return Fold.simple(text.substring(start, end));
  }

  /** {@return whether this word's script is found by two characters in a row} */
  public static boolean arePairs(String word) {
    return Scripts.isUnspaced(word.charAt(0));
  }
}
