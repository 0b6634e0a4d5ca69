package quire.cli.lab;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What servers say of their waiting for one another.
 *
 * @param attempts calls, each counted as often as it was tried
 * @param retries how many of the attempts were repetitions
 * @param refusals how often the write lock was asked for in vain
 * @param longestMilliseconds the longest that one of them waited
 */
record StressWaits(long attempts, long retries, long refusals, long longestMilliseconds) {
  static final StressWaits NONE = new StressWaits(0, 0, 0, 0);

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** {@return what one server's description of its store says; 0 for what it does not say} */
  static StressWaits of(Map<String, String> details) {
    return new StressWaits(
        number(details, "attempts"),
        number(details, "retries"),
        number(details, "write lock refusals"),
        Math.max(
            number(details, "longest wait"), number(details, "longest wait for the write lock")));
  }

  private static long number(Map<String, String> details, String name) {
    Matcher number = NUMBER.matcher(details.getOrDefault(name, ""));
    return number.find() ? Long.parseLong(number.group()) : 0;
  }

  StressWaits and(StressWaits other) {
    return new StressWaits(
        attempts + other.attempts,
        retries + other.retries,
        refusals + other.refusals,
        Math.max(longestMilliseconds, other.longestMilliseconds));
  }
}
