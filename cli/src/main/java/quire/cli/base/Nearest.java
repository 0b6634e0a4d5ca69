package quire.cli.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /** {@return the candidate with the fewest letters to change, if they are at most half of them} */
  public static Optional<String> like(String word, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> 2 * distance(word, candidate) <= word.length())
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** {@return how many letters must be added, removed or replaced (Levenshtein)} */
  private static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[other.length()];
  }
}
