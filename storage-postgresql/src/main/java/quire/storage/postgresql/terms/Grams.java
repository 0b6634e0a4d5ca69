package quire.storage.postgresql.terms;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import quire.text.StoredText;
import quire.text.Trigrams;

/**
 * The terms of a text as numbers, which an index of an array of integers takes.
 *
 * <p>Three characters of ASCII are packed, any other term is hashed: what the index finds is a
 * candidate in any case.
 */
public final class Grams {
  private static final int ASCII_BITS = 7;

  private Grams() {}

  /** {@return the terms of all these texts as PostgreSQL writes an array} */
  public static String of(String... texts) {
    int[] grams = IntStream.empty().toArray();
    for (String text : texts) {
      int[] more = numbers(Trigrams.of(text));
      int[] both = Arrays.copyOf(grams, grams.length + more.length);
      System.arraycopy(more, 0, both, grams.length, more.length);
      grams = both;
    }
    return array(distinct(grams));
  }

  /**
   * {@return some rare terms that every text with this part has, as PostgreSQL writes an array;
   * empty if there is none}
   *
   * @param form a part of a text in one of its forms
   */
  public static String query(String form) {
    return query(List.of(form));
  }

  /** {@return terms that every text with all of these parts has; empty if there is none} */
  public static String query(List<String> forms) {
    int[] grams =
        forms.stream()
            .filter(form -> !hasLoneSurrogate(form))
            .flatMap(form -> Trigrams.rarest(form).stream())
            .mapToInt(Grams::number)
            .toArray();
    return grams.length == 0 ? "" : array(distinct(grams));
  }

  /** Half a pair is part of a whole one for the standard server; the index has whole ones only. */
  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && StoredText.isLone(text, i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param terms each followed by a space
   */
  private static int[] numbers(String terms) {
    int[] numbers = new int[terms.length() / 2];
    int count = 0;
    int start = 0;
    for (int end = terms.indexOf(' '); end >= 0; end = terms.indexOf(' ', start)) {
      numbers[count++] = number(terms, start, end);
      start = end + 1;
    }
    return Arrays.copyOf(numbers, count);
  }

  private static int number(String term) {
    return number(term, 0, term.length());
  }

  private static int number(String text, int start, int end) {
    int packed = 0;
    int hash = 0;
    boolean ascii = end - start == 3;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      ascii &= c < 1 << ASCII_BITS;
      packed = packed << ASCII_BITS | c;
      hash = hash * 0x0100_0193 ^ c;
    }
    return ascii ? packed : hash | Integer.MIN_VALUE;
  }

  private static int[] distinct(int[] grams) {
    Arrays.sort(grams);
    int count = 0;
    for (int i = 0; i < grams.length; i++) {
      if (i == 0 || grams[i] != grams[i - 1]) {
        grams[count++] = grams[i];
      }
    }
    return Arrays.copyOf(grams, count);
  }

  private static String array(int[] grams) {
    StringBuilder array = new StringBuilder(grams.length * 8 + 2).append('{');
    for (int i = 0; i < grams.length; i++) {
      if (i > 0) {
        array.append(',');
      }
      array.append(grams[i]);
    }
    return array.append('}').toString();
  }
}
