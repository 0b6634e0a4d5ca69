package quire.storage.postgresql.read;

import java.time.Instant;

/** Instants as the tables keep them: nanoseconds since 1970, good for the years 1678 to 2261. */
public final class Times {
  private static final long SECOND = 1_000_000_000L;

  private Times() {}

  public static long nanoseconds(Instant instant) {
    return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
  }

  /** {@return the nearest instant that the tables can keep} */
  static long nearest(Instant time) {
    if (time.getEpochSecond() <= Long.MIN_VALUE / SECOND) {
      return Long.MIN_VALUE;
    }
    return time.getEpochSecond() >= Long.MAX_VALUE / SECOND ? Long.MAX_VALUE : nanoseconds(time);
  }

  static Instant time(long nanoseconds) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanoseconds, SECOND), Math.floorMod(nanoseconds, SECOND));
  }
}
