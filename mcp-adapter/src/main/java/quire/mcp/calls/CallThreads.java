package quire.mcp.calls;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The threads that read and carry out calls, and the one place where they end: what nothing else
 * has caught is reported there, so that a server never goes on half dead.
 *
 * <p>Platform threads: the scheduler bounds their number. A virtual one costs each call two
 * wake-ups more, and each start the classes of its scheduler (docs/adr/0003-own-protocol-layer.md).
 */
public final class CallThreads {
  private final Executor threads;
  private final Executor watches;
  private final Consumer<Throwable> uncaught;

  public CallThreads(Consumer<Throwable> uncaught) {
    this(
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("mcp-call").factory()),
        uncaught);
  }

  /** Takes threads of somebody else. */
  public CallThreads(Executor threads, Consumer<Throwable> uncaught) {
    this(threads, threads, uncaught);
  }

  /**
   * Takes threads of somebody else.
   *
   * @param watches for what mostly sleeps, of which each scheduler has one
   */
  public CallThreads(Executor threads, Executor watches, Consumer<Throwable> uncaught) {
    this.threads = threads;
    this.watches = watches;
    this.uncaught = uncaught;
  }

  /** {@return false if no thread can be had; the role is then left to the caller} */
  public boolean start(Runnable role) {
    return start(threads, role);
  }

  /** {@return false if no thread can be had for a role that mostly sleeps} */
  boolean startWatch(Runnable role) {
    return start(watches, role);
  }

  private boolean start(Executor executor, Runnable role) {
    try {
      executor.execute(new Guarded(role, uncaught));
      return true;
    } catch (OutOfMemoryError none) {
      return false; // what the JVM throws when the system gives it no thread
    }
  }

  void report(Throwable defect) {
    uncaught.accept(defect);
  }

  private record Guarded(Runnable role, Consumer<Throwable> uncaught) implements Runnable {
    @Override
    public void run() {
      try {
        role.run();
      } catch (Throwable defect) {
        uncaught.accept(defect);
      }
    }
  }
}
