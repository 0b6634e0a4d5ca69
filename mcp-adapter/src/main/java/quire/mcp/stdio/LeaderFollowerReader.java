package quire.mcp.stdio;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import quire.mcp.calls.CallThreads;
import quire.mcp.protocol.Input;

/**
 * Reads the input on threads that take turns: whoever has read a call hands the reading on to
 * another thread and carries out the call itself. Where another thread carried it out, the call had
 * to wait until that thread had woken up, and small ones took up to 10 % longer.
 */
public final class LeaderFollowerReader implements Runnable {
  private final LineReader lines;
  private final Function<Input, @Nullable Runnable> dispatcher;
  private final CallThreads threads;
  private final End end;

  /** Is told once that nothing more is read. */
  public interface End {
    void ended(@Nullable IOException broken);
  }

  /**
   * @param dispatcher takes what was read and gives back what is to be run for it, if anything
   */
  public LeaderFollowerReader(
      LineReader lines,
      Function<Input, @Nullable Runnable> dispatcher,
      CallThreads threads,
      End end) {
    this.lines = lines;
    this.dispatcher = dispatcher;
    this.threads = threads;
    this.end = end;
  }

  /** Reads up to the next call, or further where no thread can be had to hand the reading on to. */
  @Override
  public void run() {
    boolean reading = true;
    while (reading) {
      Runnable task = nextTask();
      reading = task != null && !threads.start(this);
      if (task != null) {
        task.run();
      }
    }
  }

  /** {@return what is to be run for what was read, null at the end of the input} */
  private @Nullable Runnable nextTask() {
    try {
      for (Input input = lines.next(); input != null; input = lines.next()) {
        Runnable task = dispatcher.apply(input);
        if (task != null) {
          return task;
        }
      }
      end.ended(null);
    } catch (IOException broken) {
      end.ended(broken);
    }
    return null;
  }
}
