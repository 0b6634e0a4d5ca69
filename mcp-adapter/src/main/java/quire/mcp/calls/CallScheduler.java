package quire.mcp.calls;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import quire.mcp.catalog.IdleWork;
import quire.mcp.catalog.ServerLimits;
import quire.mcp.catalog.ServerLog;
import quire.mcp.catalog.Service;
import quire.mcp.json.RequestId;
import quire.mcp.protocol.ProtocolException;

/**
 * Whose turn it is among the calls of one connection. Those that read run side by side. Those that
 * write take effect in the order in which they came as far as it matters: calls of one kind that
 * follow each other run together, so that the store can commit them together, and a call of another
 * kind waits for them. A client can therefore send an entity and its observations without waiting.
 */
public final class CallScheduler {
  /** How many times in the length of a deadline the open calls are looked at. */
  private static final int LOOKS = 20;

  /** After so many looks at which the memory was short, stopping calls has not helped. */
  private static final int MOST_SHORT_LOOKS = 4;

  private final ServerLimits limits;
  private final ServerLog log;
  private final IdleWork idle;
  private final CallThreads threads;
  private final ShortMemory memory;
  private final Set<ToolCall<?>> open = ConcurrentHashMap.newKeySet();
  private final Lane reading = new Lane();
  private final Lane writing = new Lane();
  private int count;
  private long bytes;
  private boolean watched;
  private boolean recent;

  public CallScheduler(Service service, CallThreads threads) {
    this(service, threads, new ShortMemory(Runtime.getRuntime()));
  }

  CallScheduler(Service service, CallThreads threads, ShortMemory memory) {
    this.limits = service.limits();
    this.log = service.log();
    this.idle = service.idle();
    this.threads = threads;
    this.memory = memory;
  }

  /**
   * Takes a call.
   *
   * @return what the caller is to run now, which carries out this call and then others whose turn
   *     has come; null if the call waits for its turn, in which another thread carries it out
   * @throws ProtocolException if too much is waiting already
   */
  @Nullable Runnable offer(ToolCall<?> call) {
    Lane lane = call.kind().isEmpty() ? reading : writing;
    Turns turns = new Turns(lane);
    synchronized (this) {
      if (count >= limits.waitingCalls()
          || (count > 0 && bytes + call.length() > limits.waitingBytes())) {
        throw ProtocolException.of(
            ProtocolException.INTERNAL_ERROR,
            "Too many calls are waiting; this one was not carried out: send it again once others"
                + " are answered");
      }
      open.add(call);
      lane.waiting.add(call);
      count++;
      bytes += call.length();
      turns.current = lane.next();
      recent = true;
      if (!watched) {
        watched = threads.startWatch(this::watch);
      }
    }
    return turns.current == null ? null : turns;
  }

  /**
   * Looks every so often for calls that are late, and whether there is memory to go on, until a
   * while has passed without any call. That is also when what no call should wait for may begin. No
   * call wakes it up: that would cost more than most calls take.
   */
  private void watch() {
    int shortLooks = 0;
    try {
      do {
        Thread.sleep(limits.deadline().dividedBy(LOOKS));
        long now = System.nanoTime();
        open.forEach(call -> call.endIfLate(now));
        shortLooks = memory.isShort() ? shortLooks + 1 : 0;
        if (shortLooks > MOST_SHORT_LOOKS) {
          throw new OutOfMemoryError("the collector finds hardly any");
        }
        if (shortLooks > 0) {
          open.forEach(ToolCall::endForMemory);
        } else {
          idle.begin(log);
        }
      } while (goOnWatching());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean goOnWatching() {
    watched = count > 0 || recent;
    recent = false;
    return watched;
  }

  /** Suppresses the answer of a call, and ends the call itself where that is possible. */
  void cancel(RequestId id) {
    for (ToolCall<?> call : open) {
      if (call.id().equals(id)) {
        call.cancel();
      }
    }
  }

  /** Waits for all calls until a moment of {@link System#nanoTime}, then cancels what is left. */
  public void finish(long end) throws InterruptedException {
    if (!awaitIdle(end)) {
      log.event(Level.WARNING, "calls-unfinished", "count", open.size());
      open.forEach(ToolCall::cancel);
    }
  }

  /** {@return whether every call has ended by then} */
  synchronized boolean awaitIdle(long end) throws InterruptedException {
    for (long left = end - System.nanoTime(); count > 0 && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    return count == 0;
  }

  /** {@return the call with which the thread of the one that ended goes on, if any may begin} */
  private synchronized @Nullable ToolCall<?> ended(ToolCall<?> call, Lane lane) {
    open.remove(call);
    bytes -= call.length();
    count--;
    lane.running--;
    recent = true;
    ToolCall<?> mine = lane.next();
    startOthers(lane);
    if (count == 0) {
      notifyAll();
    }
    return mine;
  }

  /** Where there is no thread to be had, calls wait for one that runs already. */
  private void startOthers(Lane lane) {
    boolean started = true;
    for (ToolCall<?> other = lane.next(); other != null; other = started ? lane.next() : null) {
      Turns turns = new Turns(lane);
      turns.current = other;
      started = threads.start(turns);
      if (!started) {
        lane.putBack(other);
      }
    }
  }

  /** The calls of which some run and the others wait, in order. Guarded by the scheduler. */
  private final class Lane {
    private final Deque<ToolCall<?>> waiting = new ArrayDeque<>();
    private String runningKind = "";
    private int running;

    /** {@return the first waiting call, which counts as running now, if it may begin} */
    private @Nullable ToolCall<?> next() {
      ToolCall<?> first = waiting.peek();
      boolean mayBegin =
          first != null
              && (running == 0
                  || (running < limits.runningCalls() && first.kind().equals(runningKind)));
      if (!mayBegin) {
        return null;
      }
      waiting.remove();
      running++;
      runningKind = first.kind();
      return first;
    }

    private void putBack(ToolCall<?> call) {
      waiting.addFirst(call);
      running--;
    }
  }

  /** What one thread does: a call, then another one whose turn has come, until there is none. */
  private final class Turns implements Runnable {
    private final Lane lane;
    private @Nullable ToolCall<?> current;

    private Turns(Lane lane) {
      this.lane = lane;
    }

    @Override
    public void run() {
      for (ToolCall<?> call = current; call != null; call = ended(call, lane)) {
        try {
          call.run();
        } catch (Throwable unanswered) {
          threads.report(unanswered); // the server ends; until then the others go on
        }
      }
    }
  }
}
