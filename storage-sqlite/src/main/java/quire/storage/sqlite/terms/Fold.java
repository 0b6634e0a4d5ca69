package quire.storage.sqlite.terms;

import java.util.Locale;
import java.util.Optional;

/**
 * The form in which texts are compared by a search.
 *
 * <p>Two texts that the standard server takes for equal (JavaScript's {@code toLowerCase}) have the
 * same form, so nothing that it finds is missed; beyond that, characters with a common capital are
 * equal (both sigmas, long and round s).
 */
public final class Fold {
  private Fold() {}

  public static String fold(String text) {
    Optional<byte[]> ascii = Ascii.lower(text);
    return ascii.isPresent()
        ? Ascii.string(ascii.get(), text.length())
        : throughCapitals(text.toLowerCase(Locale.ROOT));
  }

  private static String throughCapitals(String lower) {
    StringBuilder folded = new StringBuilder(lower.length() + 4);
    for (int i = 0; i < lower.length(); ) {
      int point = lower.codePointAt(i);
      folded.appendCodePoint(Character.toLowerCase(Character.toUpperCase(point)));
      i += Character.charCount(point);
    }
    return folded.toString();
  }
}
