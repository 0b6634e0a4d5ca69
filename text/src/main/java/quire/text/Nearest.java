package quire.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * {@return the candidate with the fewest typing errors, if they are at most a third of the word's
   * letters} Whoever types {@code status} does not mean {@code stress}.
   */
  public static Optional<String> like(String word, Collection<String> candidates) {
    return within(Math.max(1, word.length() / 3), word, candidates);
  }

  /**
   * {@return the candidate that is like the word, or has it as a part} For names that a model gives
   * from memory: it is told of the nearest one, and nothing is done with that.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    return within(Math.max(2, word.length() / 3), word, candidates)
        .or(() -> partOf(word, candidates));
  }

  private static Optional<String> within(int most, String word, Collection<String> candidates) {
    String given = word.toLowerCase(Locale.ROOT);
    Optional<String> nearest = Optional.empty();
    int fewest = most + 1;
    for (String candidate : candidates) {
      int errors = EditDistance.between(given, candidate.toLowerCase(Locale.ROOT));
      if (errors < fewest) {
        fewest = errors;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  private static Optional<String> partOf(String word, Collection<String> candidates) {
    String part = word.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> part.length() > 2)
        .filter(candidate -> candidate.toLowerCase(Locale.ROOT).contains(part))
        .findFirst();
  }
}
