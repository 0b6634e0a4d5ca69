package quire.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The index terms of a text: every three characters of its forms in a row, or two where the first
 * is of a {@linkplain Scripts script without blanks}, whose words have one or two characters.
 *
 * <p>Three characters with white space, a control character or a quote among them are left out,
 * which makes an index a third smaller. A text that contains a query contains the query's terms;
 * what an index finds is a candidate that has to be compared.
 */
public final class Trigrams {
  /** A fourth term seldom excludes a text that three rare ones did not. */
  private static final int MOST_TERMS_OF_A_QUERY = 3;

  private static final boolean[] TERM_CHARACTER = new boolean[128];

  static {
    for (char c = 0; c < TERM_CHARACTER.length; c++) {
      TERM_CHARACTER[c] = isTermCharacter(c);
    }
  }

  private Trigrams() {}

  /**
   * {@return the different forms in which a text is looked for} Those in which a search compares,
   * and the plain one for the ranking; one of most texts.
   */
  public static List<String> forms(String text) {
    List<String> forms = Fold.forms(text);
    String plain = PlainText.of(text);
    if (forms.contains(plain)) {
      return forms;
    }
    List<String> all = new ArrayList<>(forms);
    all.add(plain);
    return all;
  }

  /** {@return the terms of all forms of a text, each followed by a space; empty if none} */
  public static String of(String text) {
    Optional<byte[]> ascii = Ascii.lower(text);
    if (ascii.isPresent()) {
      return ofAscii(ascii.get());
    }
    StringBuilder terms = new StringBuilder(text.length() * 4);
    forms(text).forEach(form -> append(terms, form));
    return terms.toString();
  }

  private static String ofAscii(byte[] lower) {
    byte[] terms = new byte[lower.length * 4];
    int length = 0;
    int run = 0;
    for (int i = 0; i < lower.length; i++) {
      run = TERM_CHARACTER[lower[i]] ? run + 1 : 0;
      if (run >= 3) {
        terms[length] = lower[i - 2];
        terms[length + 1] = lower[i - 1];
        terms[length + 2] = lower[i];
        terms[length + 3] = ' ';
        length += 4;
      }
    }
    return Ascii.string(terms, length);
  }

  private static void append(StringBuilder terms, String form) {
    for (int start = 0; start < form.length(); start = next(form, start)) {
      int end = end(form, start);
      if (end > 0) {
        append(terms, form, start, end);
        terms.append(' ');
      }
    }
  }

  /**
   * {@return some terms that every text with this part has; empty if it has none}
   *
   * <p>Each term costs a walk through all texts that have it, so only the rarest are chosen, and
   * none that overlap as long as others are left: those say little that is new.
   *
   * @param form a part of a text in one of its forms
   */
  public static List<String> rarest(String form) {
    List<Term> terms = terms(form);
    List<Term> chosen = new ArrayList<>();
    for (Term term : terms) {
      if (chosen.size() < MOST_TERMS_OF_A_QUERY && chosen.stream().noneMatch(term::repeats)) {
        chosen.add(term);
      }
    }
    if (chosen.size() == 1 && terms.size() > 1) {
      chosen.add(terms.get(1));
    }
    return chosen.stream().map(Term::text).distinct().toList();
  }

  /** {@return the terms of a text, those first that are probably rare} */
  private static List<Term> terms(String form) {
    List<Term> terms = new ArrayList<>();
    for (int start = 0; start < form.length(); start = next(form, start)) {
      int end = end(form, start);
      if (end > 0) {
        terms.add(Term.of(form, start, end));
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
    return i + Character.charCount(text.codePointAt(i));
  }

  /** {@return where the term that begins here ends, or -1 if none does} */
  private static int end(String text, int start) {
    int length = Scripts.isUnspaced(text.charAt(start)) ? 2 : 3;
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
      terms.append(Character.isSurrogate(c) && isLone(text, i) ? '\uFFFD' : c);
    }
  }

  private static boolean isLone(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
