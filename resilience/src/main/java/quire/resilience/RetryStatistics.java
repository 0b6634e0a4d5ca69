package quire.resilience;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import quire.api.StoreStatistics;

/** Counts what one store's calls went through. */
final class RetryStatistics {
  private final LongAdder attempts = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder givenUp = new LongAdder();
  private final AtomicLong longestWaitNanos = new AtomicLong();

  void countAttempt() {
    attempts.increment();
  }

  void countRetry() {
    attempts.increment();
    retries.increment();
  }

  void countWait(long nanos) {
    longestWaitNanos.accumulateAndGet(nanos, Math::max);
  }

  void countGivenUp() {
    givenUp.increment();
  }

  StoreStatistics statistics() {
    return new StoreStatistics(
        attempts.sum(), retries.sum(), 0, Duration.ofNanos(longestWaitNanos.get()));
  }

  Map<String, String> details() {
    return Map.of(
        "attempts", attempts.toString(),
        "retries", retries.toString(),
        "given up as busy", givenUp.toString(),
        "longest wait", longestWaitNanos.get() / 1_000_000 + " ms");
  }
}
