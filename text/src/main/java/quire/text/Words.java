package quire.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of texts in the full form (R8): letters, marks and numbers in a row, where a script
 * without blanks ends a word of one with blanks. A word of a script without blanks is held wherever
 * its characters stand, as nothing shows where it ends.
 */
final class Words {
  private static final int KINDS =
      1 << Character.UPPERCASE_LETTER
          | 1 << Character.LOWERCASE_LETTER
          | 1 << Character.TITLECASE_LETTER
          | 1 << Character.MODIFIER_LETTER
          | 1 << Character.OTHER_LETTER
          | 1 << Character.NON_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK
          | 1 << Character.COMBINING_SPACING_MARK
          | 1 << Character.DECIMAL_DIGIT_NUMBER
          | 1 << Character.LETTER_NUMBER
          | 1 << Character.OTHER_NUMBER;

  private Words() {}

  /** {@return whether this character can be in a word} */
  static boolean isPart(int codePoint) {
    return (KINDS >> Character.getType(codePoint) & 1) == 1;
  }

  /** {@return the different words of this text} */
  static List<String> of(String full) {
    List<String> words = new ArrayList<>();
    for (int start = 0; start < full.length(); ) {
      int end = end(full, start);
      if (end > start && !words.contains(full.substring(start, end))) {
        words.add(full.substring(start, end));
      }
      start = end > start ? end : start + Character.charCount(full.codePointAt(start));
    }
    return words;
  }

  private static int end(String text, int start) {
    int end = start;
    while (end < text.length()
        && isPart(text.codePointAt(end))
        && (end == start || !isBorder(text, end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** {@return whether this word is one of the text's} */
  static boolean isIn(String full, String word) {
    for (int at = full.indexOf(word); at >= 0; at = full.indexOf(word, at + 1)) {
      if (isEdge(full, at) && isEdge(full, at + word.length())) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether a word can begin or end here} */
  private static boolean isEdge(String text, int i) {
    return i == 0
        || i == text.length()
        || !isPart(text.codePointBefore(i))
        || !isPart(text.codePointAt(i))
        || isBorder(text, i)
        || Scripts.isUnspaced(text.codePointAt(i));
  }

  private static boolean isBorder(String text, int i) {
    return Scripts.isUnspaced(text.codePointBefore(i)) != Scripts.isUnspaced(text.codePointAt(i));
  }
}
