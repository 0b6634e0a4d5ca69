package quire.api;

import java.time.Duration;

/**
 * What calls went through since the store was opened, counted by this process.
 *
 * @param attempts calls, each as often as it was tried
 * @param retries how many of the attempts were repetitions
 * @param refusals how often the right to write was asked for in vain
 * @param longestWait the longest that one call waited for others
 */
public record StoreStatistics(long attempts, long retries, long refusals, Duration longestWait) {
  /** Of a store that counts nothing. */
  public static final StoreStatistics NONE = new StoreStatistics(0, 0, 0, Duration.ZERO);

  /** {@return what both saw} */
  public StoreStatistics and(StoreStatistics other) {
    return new StoreStatistics(
        attempts + other.attempts,
        retries + other.retries,
        refusals + other.refusals,
        longestWait.compareTo(other.longestWait) > 0 ? longestWait : other.longestWait);
  }
}
