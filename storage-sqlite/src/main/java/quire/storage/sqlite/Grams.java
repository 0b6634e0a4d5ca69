package quire.storage.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import quire.ranking.PlainText;

/**
 * The index terms of a text: every three characters of its folded form in a row, or two where the
 * first is of a script that writes words with one or two characters.
 *
 * <p>Three characters with white space, a control character or a quote among them are left out,
 * which makes the index a third smaller. A text that contains a query contains the query's terms;
 * what the index finds is a candidate that has to be compared.
 */
final class Grams {
  /** The index's own view of what a term is, the same as {@link #isTermCharacter}. */
  static final String TOKENIZER =
      """
      "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'"\
      """;

  private static final int MOST_TERMS_OF_A_QUERY = 6;

  /** Where the CJK blocks begin. */
  private static final int FIRST_WIDE = 0x2E80;

  private static final boolean[] TERM_CHARACTER = new boolean[128];

  static {
    for (char c = 0; c < TERM_CHARACTER.length; c++) {
      TERM_CHARACTER[c] = isTermCharacter(c);
    }
  }

  private Grams() {}

  /** {@return the terms, each followed by a space; empty if there is none} */
  static String of(String text) {
    Optional<byte[]> ascii = Ascii.lower(text);
    return ascii.isPresent() ? ofAscii(ascii.get()) : ofAccented(text);
  }

  /** With the terms of the text without accents, as people leave them out when they ask. */
  private static String ofAccented(String text) {
    String folded = Fold.fold(text);
    String plain = PlainText.of(text);
    return plain.equals(folded) ? ofFolded(folded) : ofFolded(folded) + ofFolded(plain);
  }

  private static String ofAscii(byte[] folded) {
    byte[] terms = new byte[folded.length * 4];
    int length = 0;
    int run = 0;
    for (int i = 0; i < folded.length; i++) {
      run = TERM_CHARACTER[folded[i]] ? run + 1 : 0;
      if (run >= 3) {
        terms[length] = folded[i - 2];
        terms[length + 1] = folded[i - 1];
        terms[length + 2] = folded[i];
        terms[length + 3] = ' ';
        length += 4;
      }
    }
    return Ascii.string(terms, length);
  }

  private static String ofFolded(String folded) {
    StringBuilder terms = new StringBuilder(folded.length() * 4);
    for (int start = 0; start < folded.length(); start = next(folded, start)) {
      int end = end(folded, start);
      if (end > 0) {
        append(terms, folded, start, end);
        terms.append(' ');
      }
    }
    return terms.toString();
  }

  /** {@return an index query that is true for every text with this part; empty if there is none} */
  static String query(String folded) {
    List<String> terms = new ArrayList<>();
    String last = "";
    int covered = 0;
    for (int start = 0; start < folded.length(); start = next(folded, start)) {
      int end = end(folded, start);
      if (end > 0) {
        StringBuilder term = new StringBuilder("\"");
        append(term, folded, start, end);
        last = term.append('"').toString();
        // Terms that overlap say little that is new, and each costs a look at every part of the
        // index; a short query takes one that does, since a single term may be common.
        if (start >= covered) {
          terms.add(last);
          covered = end;
        }
      }
    }
    if (terms.size() < 2) {
      terms.add(last);
    }
    return String.join(" AND ", spread(terms.stream().distinct().toList()));
  }

  /** {@return some of the terms, taken from all over the text} */
  private static List<String> spread(List<String> terms) {
    int step = (terms.size() + MOST_TERMS_OF_A_QUERY - 1) / MOST_TERMS_OF_A_QUERY;
    List<String> some = new ArrayList<>();
    for (int i = 0; i < terms.size(); i += step) {
      some.add(terms.get(i));
    }
    return some;
  }

  private static int next(String text, int i) {
    char c = text.charAt(i);
    return c < FIRST_WIDE ? i + 1 : i + Character.charCount(text.codePointAt(i));
  }

  /** {@return where the term that begins here ends, or -1 if none does} */
  private static int end(String text, int start) {
    int length = text.charAt(start) < FIRST_WIDE ? 3 : 2;
    int end = start;
    for (int i = 0; i < length; i++) {
      if (end >= text.length() || !isTermCharacter(text.charAt(end))) {
        return -1;
      }
      end = next(text, end);
    }
    return end;
  }

  private static boolean isTermCharacter(char c) {
    return c > ' ' && c != '"' && c != '\'' && c != 0x7F;
  }

  private static void append(StringBuilder terms, String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      // Half a pair has no form in UTF-8; the same stand-in on both sides keeps the promise.
      terms.append(Character.isSurrogate(c) && StoredText.isLone(text, i) ? '\uFFFD' : c);
    }
  }
}
