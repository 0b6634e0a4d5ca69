package quire.storage.sqlite.terms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import quire.ranking.PlainText;

/**
 * The index terms of a text: every three characters of its folded form in a row, or two where the
 * first is of a script that writes words with one or two characters.
 *
 * <p>Three characters with white space, a control character or a quote among them are left out,
 * which makes the index a third smaller. A text that contains a query contains the query's terms;
 * what the index finds is a candidate that has to be compared.
 */
public final class Grams {
  /** The index's own view of what a term is, the same as {@link #isTermCharacter}. */
  public static final String TOKENIZER =
      """
      "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'"\
      """;

  private static final int MOST_TERMS_OF_A_QUERY = 3;

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
  public static String of(String text) {
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

  /**
   * {@return an index query that is true for every text with this part; empty if there is none}
   *
   * <p>Each term costs a walk through all texts that have it, so only the rarest are asked for, and
   * none that overlap as long as others are left: those say little that is new.
   */
  public static String query(String folded) {
    List<Term> terms = terms(folded);
    List<Term> chosen = new ArrayList<>();
    for (Term term : terms) {
      if (chosen.size() < MOST_TERMS_OF_A_QUERY && chosen.stream().noneMatch(term::repeats)) {
        chosen.add(term);
      }
    }
    if (chosen.size() == 1 && terms.size() > 1) {
      chosen.add(terms.get(1));
    }
    return chosen.stream()
        .map(term -> '"' + term.text() + '"')
        .distinct()
        .collect(Collectors.joining(" AND "));
  }

  /** {@return the terms of a text, those first that are probably rare} */
  private static List<Term> terms(String folded) {
    List<Term> terms = new ArrayList<>();
    for (int start = 0; start < folded.length(); start = next(folded, start)) {
      int end = end(folded, start);
      if (end > 0) {
        terms.add(Term.of(folded, start, end));
      }
    }
    terms.sort((one, other) -> other.rarity() - one.rarity());
    return terms;
  }

  /** A term, where it stands in a text, and how rare it is likely to be. */
  private record Term(String text, int start, int end, int rarity) {
    /** The letters by their share of English text. */
    private static final String LETTERS = "etaoinsrhldcumfpgwybvkxjqz";

    static Term of(String text, int start, int end) {
      StringBuilder term = new StringBuilder();
      append(term, text, start, end);
      int rarity = term.chars().map(Term::rarity).sum();
      return new Term(term.toString(), start, end, rarity);
    }

    private static int rarity(int c) {
      int rank = LETTERS.indexOf(c);
      int other = c < 0x80 ? LETTERS.length() / 2 : LETTERS.length();
      return rank < 0 ? other : rank;
    }

    boolean repeats(Term other) {
      return (start < other.end && other.start < end) || text.equals(other.text);
    }
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
