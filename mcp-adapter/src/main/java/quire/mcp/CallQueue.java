package quire.mcp;

import java.util.ArrayDeque;
import java.util.Deque;
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
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private String runningKind = "";
  private int running;

  private record Entry(String kind, Runnable call) {}

  CallQueue(Executor threads, int width) {
    this.threads = threads;
    this.width = width;
  }

  synchronized void add(String kind, Runnable call) {
    waiting.add(new Entry(kind, call));
    startAll();
  }

  /** {@return whether every call has ended before the time was over} */
  synchronized boolean awaitIdle(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; running > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return running == 0;
  }

  /**
   * Starts the calls that may begin now; where there is no thread to be had, others come to them.
   */
  private void startAll() {
    for (Entry next = next(); next != null; next = next()) {
      Runnable call = next.call();
      try {
        threads.execute(() -> runAll(call));
      } catch (OutOfMemoryError noThread) {
        waiting.addFirst(next);
        running--;
        if (running == 0) {
          throw noThread;
        }
        return;
      }
    }
  }

  private void runAll(Runnable first) {
    for (Runnable call = first; call != null; call = ended()) {
      call.run();
    }
  }

  /** Goes on with one of the calls that may begin now, and starts threads for the others. */
  private synchronized @Nullable Runnable ended() {
    running--;
    Entry mine = next();
    startAll();
    if (running == 0) {
      notifyAll();
    }
    return mine == null ? null : mine.call();
  }

  /** {@return the first waiting call, which counts as running now, if it may begin} */
  private @Nullable Entry next() {
    Entry first = waiting.peek();
    boolean mayBegin =
        first != null && (running == 0 || (running < width && first.kind().equals(runningKind)));
    if (!mayBegin) {
      return null;
    }
    waiting.remove();
    running++;
    runningKind = first.kind();
    return first;
  }
}
