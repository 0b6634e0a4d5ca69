package quire.storage.sqlite.write;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import quire.api.StoreStatistics;

/** Counts how the write lock was waited for. Written by one thread at a time, read by any. */
public final class LockStatistics {
  private final AtomicLong refusals = new AtomicLong();
  private final AtomicLong longestWait = new AtomicLong();

  void countRefusal() {
    refusals.incrementAndGet();
  }

  void countWait(long nanos) {
    longestWait.accumulateAndGet(nanos, Math::max);
  }

  long refusals() {
    return refusals.get();
  }

  public StoreStatistics statistics() {
    return new StoreStatistics(0, 0, refusals.get(), Duration.ofNanos(longestWait.get()));
  }

  public Map<String, String> details() {
    return Map.of(
        "write lock refusals",
        refusals.toString(),
        "longest wait for the write lock",
        longestWait.get() / 1_000_000 + " ms");
  }
}
