package quire.process.scene;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does. */
public final class Wait {
  private Wait() {}

  /** {@return how long it took} */
  public static Duration until(Duration patience, String what, Callable<Boolean> condition)
      throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new AssertionError("Not within " + patience + ": " + what);
      }
      LockSupport.parkNanos(10_000_000);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
