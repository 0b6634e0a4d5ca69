package quire.cli.base;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import quire.text.EditDistance;

/** Finds the word that was probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * {@return the candidate with the fewest typing errors, if they are at most a third of its
   * letters} Whoever types {@code status} does not mean {@code stress}.
   */
  public static Optional<String> like(String word, Collection<String> candidates) {
    String typed = word.toLowerCase(Locale.ROOT);
    return IntStream.rangeClosed(0, Math.max(1, word.length() / 3))
        .boxed()
        .flatMap(
            errors ->
                candidates.stream()
                    .filter(
                        candidate ->
                            EditDistance.within(typed, candidate.toLowerCase(Locale.ROOT), errors)))
        .findFirst();
  }
}
