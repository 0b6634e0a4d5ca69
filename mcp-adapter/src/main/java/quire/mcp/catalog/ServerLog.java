package quire.mcp.catalog;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.time.Instant;

/**
 * Writes one line per event: time, level, event and its facts as name=value. Texts of the memory
 * are never among them.
 */
public final class ServerLog {
  private final PrintStream out;
  private final Level least;

  public ServerLog(PrintStream out, Level least) {
    this.out = out;
    this.least = least;
  }

  /** Writes an event, or nothing if that fails: what is told here is never worth more than it. */
  public void event(Level level, String event, Object... namesAndValues) {
    if (level.getSeverity() >= least.getSeverity()) {
      try {
        write(level, event, namesAndValues);
      } catch (OutOfMemoryError | StackOverflowError unheard) {
        // The event is lost; who has one to tell goes on.
      }
    }
  }

  private void write(Level level, String event, Object... namesAndValues) {
    StringBuilder line = new StringBuilder(80);
    line.append(Instant.now()).append(' ').append(level).append(' ').append(event);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      line.append(' ').append(namesAndValues[i]).append('=').append(namesAndValues[i + 1]);
    }
    out.println(line);
  }

  /** Reports a defect of the program; what it was about is shown at level DEBUG only. */
  public void defect(String where, Throwable failure) {
    event(Level.ERROR, "defect", "in", where, "type", failure.getClass().getName());
    if (least.getSeverity() <= Level.DEBUG.getSeverity()) {
      try {
        trace(failure);
      } catch (OutOfMemoryError | StackOverflowError unheard) {
        // as with an event
      }
    }
  }

  private void trace(Throwable failure) {
    synchronized (out) {
      failure.printStackTrace(out);
    }
  }
}
