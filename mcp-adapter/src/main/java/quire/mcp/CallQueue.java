package quire.mcp;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls, each on a thread of its own, in the order in which they came. Neighbours of one kind
 * run side by side, up to a number; a call of another kind begins when those before it have ended.
 */
final class CallQueue {
  private final Executor threads;
  private final int width;
  private final Queue<Entry> waiting = new ArrayDeque<>();
  private String runningKind = "";
  private int running;

  private record Entry(String kind, Runnable call) {}

  CallQueue(Executor threads, int width) {
    this.threads = threads;
    this.width = width;
  }

  synchronized void add(String kind, Runnable call) {
    waiting.add(new Entry(kind, call));
    Runnable next = next();
    if (next != null) {
      start(next);
    }
  }

  /** {@return whether every call has ended before the time was over} */
  synchronized boolean awaitIdle(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; running > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return running == 0;
  }

  private void start(Runnable first) {
    threads.execute(() -> runAll(first));
  }

  private void runAll(Runnable first) {
    for (Runnable call = first; call != null; call = ended()) {
      call.run();
    }
  }

  /** Goes on with one of the calls that may begin now, and starts threads for the others. */
  private synchronized @Nullable Runnable ended() {
    running--;
    Runnable mine = next();
    for (Runnable more = next(); more != null; more = next()) {
      start(more);
    }
    if (running == 0) {
      notifyAll();
    }
    return mine;
  }

  /** {@return the first waiting call if it may begin now} */
  private @Nullable Runnable next() {
    Entry first = waiting.peek();
    boolean mayBegin =
        first != null && (running == 0 || (running < width && first.kind().equals(runningKind)));
    if (!mayBegin) {
      return null;
    }
    waiting.remove();
    running++;
    runningKind = first.kind();
    return first.call();
  }
}
