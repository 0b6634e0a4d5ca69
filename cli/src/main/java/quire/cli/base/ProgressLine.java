package quire.cli.base;

import java.io.PrintStream;

/** Shows a person at a terminal how far something is, in one line that is taken back at its end. */
public final class ProgressLine {
  /** In nanoseconds: nobody reads a figure that changes more often than five times a second. */
  private static final long PAUSE = 200_000_000;

  private final PrintStream terminal;
  private final boolean shown;
  private long next = System.nanoTime() + PAUSE;
  private int width;

  /**
   * @param shown whether a person sees the terminal; nothing is written for anybody else
   */
  public ProgressLine(PrintStream terminal, boolean shown) {
    this.terminal = terminal;
    this.shown = shown;
  }

  /** Shows where it is, unless that was shown just now. */
  public void at(Object state) {
    if (shown && System.nanoTime() - next > 0) {
      next = System.nanoTime() + PAUSE;
      show(state.toString());
    }
  }

  private void show(String line) {
    terminal.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    terminal.flush();
    width = line.length();
  }

  /** Takes back what was shown. */
  public void end() {
    if (width > 0) {
      show("");
      terminal.print("\r");
      terminal.flush();
    }
  }
}
