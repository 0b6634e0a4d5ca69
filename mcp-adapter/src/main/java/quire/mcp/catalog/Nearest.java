package quire.mcp.catalog;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Nearest {
  private Nearest() {}

  /** {@return the name that is least different, if it is not quite another one} */
  public static Optional<String> to(String given, Collection<String> names) {
    Optional<String> nearest = Optional.empty();
    int least = Math.max(2, given.length() / 3) + 1;
    for (String name : names) {
      int distance = distance(given.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        nearest = Optional.of(name);
      }
    }
    return nearest.or(() -> partOf(given, names));
  }

  private static Optional<String> partOf(String given, Collection<String> names) {
    String part = given.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> part.length() > 2 && name.toLowerCase(Locale.ROOT).contains(part))
        .findFirst();
  }

  /** Levenshtein's distance: how many letters must be added, left out or exchanged. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int exchanged = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
