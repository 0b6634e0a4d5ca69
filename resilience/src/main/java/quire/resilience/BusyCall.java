package quire.resilience;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import quire.api.StoreBusyException;
import quire.api.StoreInterruptedException;

/**
 * A call whose first attempt found the store busy. The only class that names Resilience4j, so that
 * it is loaded when it is needed for the first time, and not at the start.
 */
final class BusyCall {
  /** The earliest are the interesting ones, and a long wait must not fill the heap. */
  private static final int FAILURES_KEPT = 8;

  private final Patience patience;
  private final RetryStatistics statistics;
  private final long started;
  private final Deque<StoreBusyException> failures = new ArrayDeque<>();
  private int attempts;

  /**
   * @param started when the call began, in the time of {@link System#nanoTime()}
   */
  BusyCall(Patience patience, RetryStatistics statistics, long started) {
    this.patience = patience;
    this.statistics = statistics;
    this.started = started;
  }

  /** Repeats the operation until the store is not busy or the deadline has passed. */
  <T> T repeat(Supplier<T> operation, StoreBusyException first) {
    RetryConfig config =
        RetryConfig.custom()
            .maxAttempts(Integer.MAX_VALUE)
            .intervalFunction(this::pauseMillis)
            .retryOnException(this::isToBeRepeated)
            .build();
    try {
      return Retry.of("store", config).executeSupplier(() -> attempt(operation, first));
    } catch (StoreBusyException last) {
      throw end(last);
    } finally {
      statistics.countWait(System.nanoTime() - started);
    }
  }

  /** The first attempt has been made, before this object was. */
  private <T> T attempt(Supplier<T> operation, StoreBusyException first) {
    if (++attempts == 1) {
      throw first;
    }
    statistics.countRetry();
    return operation.get();
  }

  private long pauseMillis(int attempt) {
    double luck = ThreadLocalRandom.current().nextDouble();
    return Math.min(patience.pauseMillis(attempt, luck), Math.max(0, remainingMillis()));
  }

  private boolean isToBeRepeated(Throwable failure) {
    if (!(failure instanceof StoreBusyException busy)) {
      return false;
    }
    if (failures.size() < FAILURES_KEPT) {
      failures.add(busy);
    }
    return remainingMillis() > 0;
  }

  private long remainingMillis() {
    return patience.deadline().toMillis() - waitedMillis();
  }

  private long waitedMillis() {
    return (System.nanoTime() - started) / 1_000_000;
  }

  private RuntimeException end(StoreBusyException last) {
    String waited =
        "waited %,d ms and tried %,d times; nothing happened. Last: %s"
            .formatted(waitedMillis(), attempts, last.getMessage());
    RuntimeException end;
    if (Thread.currentThread().isInterrupted()) {
      end = new StoreInterruptedException("Interrupted while the store was busy: " + waited, last);
    } else {
      statistics.countGivenUp();
      end =
          new StoreBusyException(
              "The store stayed busy: " + waited + ". The call can be repeated", last);
    }
    failures.stream().filter(earlier -> earlier != last).forEach(end::addSuppressed);
    return end;
  }
}
