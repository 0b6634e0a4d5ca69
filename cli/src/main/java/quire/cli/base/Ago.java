package quire.cli.base;

import java.time.Duration;

/** Times as people say them. */
public final class Ago {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Ago() {}

  /** {@return the largest unit of which two have passed, for example {@code 5 min ago}} */
  public static String of(Duration passed) {
    long seconds = Math.max(0, passed.toSeconds());
    if (seconds >= 2 * DAY) {
      return seconds / DAY + " days ago";
    }
    if (seconds >= 2 * HOUR) {
      return seconds / HOUR + " h ago";
    }
    if (seconds >= 2 * MINUTE) {
      return seconds / MINUTE + " min ago";
    }
    return seconds + " s ago";
  }
}
