package quire.storage.sqlite.write;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much is kept of what was removed.
 *
 * @param age no longer than this; empty for any time
 * @param share no more than so many hundredths of what is there, unless it is of the last days; 0
 *     for any amount
 * @param bytes no more than so many bytes, unless it is of the last days; 0 for any amount
 * @param nothing whether nothing is kept but the newest call
 */
public record HistoryLimit(Optional<Duration> age, int share, long bytes, boolean nothing) {
  /** The name of the option. */
  public static final String OPTION = "history";

  private static final HistoryLimit USUAL = new HistoryLimit(Optional.empty(), 25, 0, false);
  private static final HistoryLimit ALL = new HistoryLimit(Optional.empty(), 0, 0, false);
  private static final HistoryLimit NOTHING = new HistoryLimit(Optional.empty(), 0, 0, true);

  /**
   * {@return what is set}
   *
   * @throws IllegalArgumentException if it is not understood
   */
  public static HistoryLimit of(Map<String, String> options) {
    String word = options.get(OPTION);
    if (word == null) {
      return USUAL;
    }
    if (word.equals("all")) {
      return ALL;
    }
    if (word.equals("off")) {
      return NOTHING;
    }
    Matcher form = Pattern.compile("([1-9]\\d{0,5})(d|%|MB)").matcher(word);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "history must be \"all\", \"off\", or at most so much as \"90d\", \"25%\" or \"100MB\","
              + " not \""
              + word
              + "\"");
    }
    int number = Integer.parseInt(form.group(1));
    if (form.group(2).equals("d")) {
      return new HistoryLimit(Optional.of(Duration.ofDays(number)), 0, 0, false);
    }
    return form.group(2).equals("%")
        ? new HistoryLimit(Optional.empty(), number, 0, false)
        : new HistoryLimit(Optional.empty(), 0, number * 1_000_000L, false);
  }

  boolean isNone() {
    return age.isEmpty() && share == 0 && bytes == 0 && !nothing;
  }

  /** {@return how many bytes may be kept beside so many that are there} */
  long most(long there) {
    long most = bytes == 0 ? Long.MAX_VALUE : bytes;
    return share == 0 ? most : Math.min(most, there / 100 * share);
  }
}
