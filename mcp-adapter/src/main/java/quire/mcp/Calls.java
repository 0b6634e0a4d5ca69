package quire.mcp;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The calls of one connection that wait or run. Those that read run side by side. Those that write
 * take effect in the order in which they came as far as it matters: calls of one tool that follow
 * each other run together, so that the store can commit them together, and a call of another tool
 * waits for them. A client can therefore send an entity and its observations without waiting.
 */
final class Calls {
  private final ServerLimits limits;
  private final ServerLog log;
  private final Map<RequestId, Call> open = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final CallQueue reading;
  private final CallQueue writing;

  Calls(ServerLimits limits, ServerLog log, Executor threads) {
    this.limits = limits;
    this.log = log;
    this.reading = new CallQueue(threads, limits.runningCalls());
    this.writing = new CallQueue(threads, limits.runningCalls());
  }

  /** Carries out a call that reads, as soon as it is its turn, and says when it has ended. */
  void read(Call call, Runnable ended) {
    start(reading, "", call, ended);
  }

  /** Carries out a call of a tool that writes likewise. */
  void write(String tool, Call call, Runnable ended) {
    start(writing, tool, call, ended);
  }

  private void start(CallQueue queue, String kind, Call call, Runnable ended) {
    long length = call.request().length();
    if (count.get() >= limits.waitingCalls()
        || (count.get() > 0 && bytes.get() + length > limits.waitingBytes())) {
      throw ProtocolException.of(
          ProtocolException.INTERNAL_ERROR,
          "Too many calls are waiting; this one was not carried out: send it again once others are"
              + " answered");
    }
    count.incrementAndGet();
    bytes.addAndGet(length);
    open.put(call.request().id(), call);
    queue.add(
        kind,
        () -> {
          try {
            call.run();
          } finally {
            open.remove(call.request().id(), call);
            bytes.addAndGet(-length);
            count.decrementAndGet();
            ended.run();
          }
        });
  }

  void cancel(RequestId id) {
    Call call = open.get(id);
    if (call != null) {
      call.cancel();
    }
  }

  /** Gives the calls some time to end, then cancels what is left. */
  void finish() throws InterruptedException {
    long end = System.nanoTime() + limits.drain().toNanos();
    boolean written = writing.awaitIdle(end - System.nanoTime());
    boolean read = reading.awaitIdle(end - System.nanoTime());
    if (!written || !read) {
      log.event(Level.WARNING, "calls-unfinished", "count", count.get());
      open.values().forEach(Call::cancel);
    }
  }
}
