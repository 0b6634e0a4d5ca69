package quire.semantic;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Cuts texts into the pieces of words that the model knows, as its tokenizer.json says: lower case
 * without accents, ideographs and punctuation alone, the longest piece first.
 */
final class WordPieces {
  private static final String CONTINUED = "##";

  private static final int LONGEST_WORD = 100;

  /** Each block of ideographs, first and last. */
  private static final int[] IDEOGRAPHS = {
    0x4E00, 0x9FFF, 0x3400, 0x4DBF, 0x20000, 0x2A6DF, 0x2A700, 0x2B73F, 0x2B740, 0x2B81F, 0x2B920,
    0x2CEAF, 0xF900, 0xFAFF, 0x2F800, 0x2FA1F
  };

  private final Vocabulary vocabulary;
  private final int most;
  private final int unknown;

  /**
   * @param most how many pieces a text has at most, with the marks of its beginning and end
   */
  WordPieces(Vocabulary vocabulary, int most) {
    this.vocabulary = vocabulary;
    this.most = most;
    this.unknown = vocabulary.number(Vocabulary.UNKNOWN);
  }

  /** {@return the numbers of the pieces of a text, between the marks of its beginning and end} */
  long[] of(String text) {
    long[] pieces = new long[most];
    pieces[0] = vocabulary.number("[CLS]");
    int count = 1;
    for (String word : words(text)) {
      count = cut(word, pieces, count);
      if (count == most - 1) {
        break;
      }
    }
    pieces[count] = vocabulary.number("[SEP]");
    return Arrays.copyOf(pieces, count + 1);
  }

  /**
   * {@return whether more than half of a text is in scripts of which the model hardly knows a word}
   */
  boolean isForeign(String text) {
    int foreign = 0;
    int all = 0;
    long[] pieces = new long[most];
    for (String word : words(text)) {
      int count = cut(word, pieces, 0);
      all += count;
      if (isForeign(word.codePointAt(0))) {
        foreign += count;
      } else {
        for (int at = 0; at < count; at++) {
          foreign += pieces[at] == unknown ? 1 : 0;
        }
      }
    }
    return 2 * foreign > all;
  }

  private static boolean isForeign(int letter) {
    return Character.isLetter(letter)
        && Character.UnicodeScript.of(letter) != Character.UnicodeScript.LATIN;
  }

  /** {@return the count of pieces with those of a word} */
  private int cut(String word, long[] pieces, int count) {
    int before = count;
    int length = word.length();
    if (word.codePointCount(0, length) > LONGEST_WORD) {
      return add(unknown, pieces, count);
    }
    for (int start = 0; start < length; ) {
      int end = length;
      int found = -1;
      while (end > start) {
        String piece = word.substring(start, end);
        found = vocabulary.number(start == 0 ? piece : CONTINUED + piece);
        if (found >= 0) {
          break;
        }
        end = word.offsetByCodePoints(end, -1);
      }
      if (found < 0) {
        return add(unknown, pieces, before);
      }
      count = add(found, pieces, count);
      start = end;
    }
    return count;
  }

  private static int add(int piece, long[] pieces, int count) {
    if (count == pieces.length - 1) {
      return count;
    }
    pieces[count] = piece;
    return count + 1;
  }

  /** {@return the words, each sign of punctuation and each ideograph as one} */
  private static String[] words(String text) {
    StringBuilder spaced = new StringBuilder(text.length() + 16);
    Normalizer.normalize(cleaned(text), Normalizer.Form.NFD)
        .codePoints()
        .filter(letter -> Character.getType(letter) != Character.NON_SPACING_MARK)
        .map(Character::toLowerCase)
        .forEach(letter -> add(letter, isPunctuation(letter), spaced));
    String words = spaced.toString().strip();
    return words.isEmpty() ? new String[0] : words.split(" +");
  }

  private static String cleaned(String text) {
    StringBuilder cleaned = new StringBuilder(text.length() + 16);
    text.codePoints()
        .filter(letter -> !isControl(letter))
        .forEach(letter -> add(isSpace(letter) ? ' ' : letter, isIdeograph(letter), cleaned));
    return cleaned.toString();
  }

  private static void add(int letter, boolean alone, StringBuilder text) {
    if (alone) {
      text.append(' ').appendCodePoint(letter).append(' ');
    } else {
      text.appendCodePoint(letter);
    }
  }

  private static boolean isSpace(int letter) {
    return letter == '\t' || letter == '\n' || letter == '\r' || Character.isSpaceChar(letter);
  }

  private static boolean isControl(int letter) {
    return switch (Character.getType(letter)) {
      case Character.CONTROL -> letter != '\t' && letter != '\n' && letter != '\r';
      case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
          true;
      default -> letter == 0xFFFD;
    };
  }

  private static boolean isIdeograph(int letter) {
    for (int block = 0; block < IDEOGRAPHS.length; block += 2) {
      if (letter >= IDEOGRAPHS[block] && letter <= IDEOGRAPHS[block + 1]) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPunctuation(int letter) {
    if (letter < 0x80) {
      return letter > ' ' && letter != 0x7F && !Character.isLetterOrDigit(letter);
    }
    return switch (Character.getType(letter)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }
}
