package quire.resilience;

import java.time.Duration;

/**
 * How long a call waits for a busy store, all its attempts together.
 *
 * @param deadline no attempt begins later than this after the call began
 * @param firstPause the longest pause before the second attempt; it doubles with each attempt
 * @param longestPause the longest pause of all
 */
public record Patience(Duration deadline, Duration firstPause, Duration longestPause) {
  /** 10 s, which is below the tool limit of every client; 20 ms, 1 s. */
  public static final Patience STANDARD =
      new Patience(Duration.ofSeconds(10), Duration.ofMillis(20), Duration.ofSeconds(1));

  public Patience {
    if (deadline.isNegative() || firstPause.isNegative() || longestPause.isNegative()) {
      throw new IllegalArgumentException("A duration must not be negative");
    }
  }

  /**
   * {@return the milliseconds before the next attempt: anything up to a bound that doubles, so that
   * processes which met once do not meet again}
   *
   * @param attempt the number of the attempt that failed, from 1
   * @param luck where in the range, 0 to 1
   */
  long pauseMillis(int attempt, double luck) {
    int doublings = Math.min(attempt - 1, 20);
    long bound = Math.min(firstPause.toMillis() << doublings, longestPause.toMillis());
    return Math.round(luck * (double) bound);
  }
}
