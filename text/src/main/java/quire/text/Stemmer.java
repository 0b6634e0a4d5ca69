package quire.text;

import java.util.Map;

/**
 * Reduces English words to their stem, after M. F. Porter, "An algorithm for suffix stripping",
 * Program 14(3), 1980. Words with anything but the letters a to z stay as they are.
 *
 * <p>It has the three departures that Porter made himself later (<a
 * href="https://tartarus.org/martin/PorterStemmer/">"points of difference from the published
 * algorithm"</a>): {@code bli} becomes {@code ble} where the paper has {@code abli}, {@code logi}
 * becomes {@code log}, so that archaeology and archaeological are one, and words of two letters
 * stay as they are.
 */
public final class Stemmer {
  /** Endings of step 2 and what replaces them, the longest that fits being the one. */
  private static final Map<String, String> LONG_ENDINGS =
      Map.ofEntries(
          Map.entry("ational", "ate"),
          Map.entry("tional", "tion"),
          Map.entry("enci", "ence"),
          Map.entry("anci", "ance"),
          Map.entry("izer", "ize"),
          Map.entry("bli", "ble"),
          Map.entry("alli", "al"),
          Map.entry("entli", "ent"),
          Map.entry("eli", "e"),
          Map.entry("ousli", "ous"),
          Map.entry("ization", "ize"),
          Map.entry("ation", "ate"),
          Map.entry("ator", "ate"),
          Map.entry("alism", "al"),
          Map.entry("iveness", "ive"),
          Map.entry("fulness", "ful"),
          Map.entry("ousness", "ous"),
          Map.entry("aliti", "al"),
          Map.entry("iviti", "ive"),
          Map.entry("biliti", "ble"),
          Map.entry("logi", "log"));

  /** Endings of step 3. */
  private static final Map<String, String> SHORT_ENDINGS =
      Map.of(
          "icate", "ic", "ative", "", "alize", "al", "iciti", "ic", "ical", "ic", "ful", "", "ness",
          "");

  /** Endings that step 4 drops. */
  private static final Map<String, String> LAST_ENDINGS =
      Map.ofEntries(
          Map.entry("al", ""),
          Map.entry("ance", ""),
          Map.entry("ence", ""),
          Map.entry("er", ""),
          Map.entry("ic", ""),
          Map.entry("able", ""),
          Map.entry("ible", ""),
          Map.entry("ant", ""),
          Map.entry("ement", ""),
          Map.entry("ment", ""),
          Map.entry("ent", ""),
          Map.entry("sion", "s"),
          Map.entry("tion", "t"),
          Map.entry("ou", ""),
          Map.entry("ism", ""),
          Map.entry("ate", ""),
          Map.entry("iti", ""),
          Map.entry("ous", ""),
          Map.entry("ive", ""),
          Map.entry("ize", ""));

  private static final int LONGEST_ENDING = 7;

  private Stemmer() {}

  public static String stem(String word) {
    if (word.length() < 3 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      return word;
    }
    String stem = withoutPlural(word);
    stem = withoutParticiple(stem);
    if (stem.endsWith("y") && hasVowel(stem, stem.length() - 1)) {
      stem = stem.substring(0, stem.length() - 1) + "i";
    }
    stem = replaced(stem, LONG_ENDINGS, 0);
    stem = replaced(stem, SHORT_ENDINGS, 0);
    stem = replaced(stem, LAST_ENDINGS, 1);
    return tidied(stem);
  }

  private static String withoutPlural(String word) {
    if (word.endsWith("sses") || word.endsWith("ies")) {
      return word.substring(0, word.length() - 2);
    }
    boolean plural = word.endsWith("s") && !word.endsWith("ss");
    return plural ? word.substring(0, word.length() - 1) : word;
  }

  private static String withoutParticiple(String word) {
    int length = word.length();
    if (word.endsWith("eed")) {
      return measure(word, length - 3) > 0 ? word.substring(0, length - 1) : word;
    }
    if (word.endsWith("ed") && hasVowel(word, length - 2)) {
      return completed(word.substring(0, length - 2));
    }
    if (word.endsWith("ing") && hasVowel(word, length - 3)) {
      return completed(word.substring(0, length - 3));
    }
    return word;
  }

  private static String completed(String stem) {
    int last = stem.length() - 1;
    if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
      return stem + "e";
    }
    if (endsWithDouble(stem) && "lsz".indexOf(stem.charAt(last)) < 0) {
      return stem.substring(0, last);
    }
    return measure(stem, stem.length()) == 1 && endsShort(stem, stem.length()) ? stem + "e" : stem;
  }

  private static String replaced(String word, Map<String, String> endings, int measureAbove) {
    for (int length = Math.min(LONGEST_ENDING, word.length()); length > 1; length--) {
      int cut = word.length() - length;
      String replacement = endings.get(word.substring(cut));
      if (replacement != null) {
        int stem = cut + (measureAbove == 1 ? replacement.length() : 0);
        return measure(word, stem) > measureAbove ? word.substring(0, cut) + replacement : word;
      }
    }
    return word;
  }

  private static String tidied(String word) {
    String tidy = word;
    int last = word.length() - 1;
    if (word.endsWith("e")) {
      int measure = measure(word, last);
      if (measure > 1 || (measure == 1 && !endsShort(word, last))) {
        tidy = word.substring(0, last);
      }
    }
    boolean doubleL = tidy.endsWith("ll") && measure(tidy, tidy.length()) > 1;
    return doubleL ? tidy.substring(0, tidy.length() - 1) : tidy;
  }

  private static boolean isConsonant(String word, int i) {
    return switch (word.charAt(i)) {
      case 'a', 'e', 'i', 'o', 'u' -> false;
      case 'y' -> i == 0 || !isConsonant(word, i - 1);
      default -> true;
    };
  }

  /** {@return how often vowels are followed by consonants before this end} */
  private static int measure(String word, int end) {
    int measure = 0;
    for (int i = 1; i < end; i++) {
      if (isConsonant(word, i) && !isConsonant(word, i - 1)) {
        measure++;
      }
    }
    return measure;
  }

  private static boolean hasVowel(String word, int end) {
    for (int i = 0; i < end; i++) {
      if (!isConsonant(word, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWithDouble(String word) {
    int last = word.length() - 1;
    return last > 0 && word.charAt(last) == word.charAt(last - 1) && isConsonant(word, last);
  }

  /** {@return whether the text before this end ends as hop does: consonant, vowel, consonant} */
  private static boolean endsShort(String word, int end) {
    return end > 2
        && isConsonant(word, end - 3)
        && !isConsonant(word, end - 2)
        && isConsonant(word, end - 1)
        && "wxy".indexOf(word.charAt(end - 1)) < 0;
  }
}
