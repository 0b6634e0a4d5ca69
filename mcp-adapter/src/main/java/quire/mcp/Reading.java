package quire.mcp;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the input, and carries out calls on threads that take turns: whoever has read a call hands
 * the reading on to another thread and carries out the call itself. Where another thread carried it
 * out, the call had to wait until that thread had woken up, and small ones took up to 10 % longer.
 */
final class Reading implements Executor {
  private final Executor threads;
  private final LineReader lines;
  private final End end;

  /** Set by the thread that reads, to itself; so a thread that finds itself here does read. */
  private volatile @Nullable Thread reader;

  /** The call that the line just read has begun; only for the thread that reads. */
  private @Nullable Runnable begun;

  /** Is told once that nothing more is read. */
  interface End {
    void ended(@Nullable IOException broken);
  }

  Reading(LineReader lines, End end) {
    // Platform threads: the queues bound their number. A virtual one costs each call two wake-ups
    // more, and each start the classes of its scheduler.
    this(
        lines,
        end,
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("mcp-call").factory()));
  }

  Reading(LineReader lines, End end, Executor threads) {
    this.lines = lines;
    this.end = end;
    this.threads = threads;
  }

  void start(LineReader.Receiver receiver) {
    threads.execute(() -> read(receiver));
  }

  @Override
  public void execute(Runnable call) {
    if (Thread.currentThread().equals(reader) && begun == null) {
      begun = call;
    } else {
      threads.execute(call);
    }
  }

  private void read(LineReader.Receiver receiver) {
    boolean goOn = true;
    while (goOn) {
      goOn = false;
      reader = Thread.currentThread();
      try {
        goOn = readUntilACallBegins(receiver);
      } finally {
        Runnable mine = begun;
        begun = null;
        reader = null;
        boolean handedOn = goOn && handOn(receiver);
        if (mine != null) {
          mine.run();
        }
        goOn &= !handedOn;
      }
    }
  }

  /** {@return false if there is no thread to be had; then this one reads on after its call} */
  private boolean handOn(LineReader.Receiver receiver) {
    try {
      threads.execute(() -> read(receiver));
      return true;
    } catch (OutOfMemoryError noThread) {
      return false;
    }
  }

  /** {@return whether there may be another line} */
  private boolean readUntilACallBegins(LineReader.Receiver receiver) {
    boolean more = true;
    while (more && begun == null) {
      more = readLine(receiver);
    }
    return more;
  }

  private boolean readLine(LineReader.Receiver receiver) {
    IOException broken = null;
    boolean more = false;
    try {
      more = lines.next(receiver);
    } catch (IOException failure) {
      broken = failure;
    } finally {
      if (!more) {
        end.ended(broken);
      }
    }
    return more;
  }
}
