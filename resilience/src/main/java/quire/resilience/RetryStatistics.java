package quire.resilience;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

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

  Map<String, String> details() {
    return Map.of(
        "attempts", attempts.toString(),
        "retries", retries.toString(),
        "given up as busy", givenUp.toString(),
        "longest wait", longestWaitNanos.get() / 1_000_000 + " ms");
  }
}
