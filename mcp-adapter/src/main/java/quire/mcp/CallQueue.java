package quire.mcp;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Runs calls, each on a virtual thread, a bounded number at once and the others in the order in
 * which they came. With a width of one it keeps that order for their effects as well.
 */
final class CallQueue {
  private final int width;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  CallQueue(int width) {
    this.width = width;
  }

  synchronized void add(Runnable call) {
    if (running == width) {
      waiting.add(call);
    } else {
      running++;
      Thread.ofVirtual().name("mcp-call").start(() -> runAll(call));
    }
  }

  private void runAll(Runnable first) {
    Runnable call = first;
    while (call != null) {
      call.run();
      call = next();
    }
  }

  private synchronized Runnable next() {
    Runnable next = waiting.poll();
    if (next == null) {
      running--;
      notifyAll();
    }
    return next;
  }

  /** {@return whether every call has ended before the time was over} */
  synchronized boolean awaitIdle(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; running > 0 && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return running == 0;
  }
}
