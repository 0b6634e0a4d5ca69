package quire.cli.exchange;

import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import quire.api.Entity;
import quire.api.Relation;
import quire.cli.stores.ImportReport.Counts;

/** Counts what was written, and shows a person at a terminal how far it is. */
final class Tally {
  private static final long PAUSE = 200_000_000;

  /** Asking whether the reader is still there flushes, so it is asked now and then only. */
  private static final int RECORDS_BETWEEN_QUESTIONS = 1_000;

  private final PrintStream terminal;
  private final boolean shown;
  private final BooleanSupplier gone;
  private long entities;
  private long observations;
  private long relations;
  private long next = System.nanoTime() + PAUSE;
  private int width;

  /**
   * @param shown whether a person sees the terminal
   * @param gone whether nobody takes what is written any more
   */
  Tally(PrintStream terminal, boolean shown, BooleanSupplier gone) {
    this.terminal = terminal;
    this.shown = shown;
    this.gone = gone;
  }

  void count(Entity entity) {
    entities++;
    observations += entity.observations().size();
    look();
  }

  void count(Relation relation) {
    relations++;
    look();
  }

  private void look() {
    if ((entities + relations) % RECORDS_BETWEEN_QUESTIONS == 0 && gone.getAsBoolean()) {
      throw new ReaderGoneException();
    }
    if (shown && System.nanoTime() > next) {
      next = System.nanoTime() + PAUSE;
      show(counts().toString());
    }
  }

  private void show(String line) {
    terminal.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    terminal.flush();
    width = line.length();
  }

  /** Takes back what was shown. */
  void end() {
    if (width > 0) {
      show("");
      terminal.print("\r");
      terminal.flush();
    }
  }

  Counts counts() {
    return new Counts(entities, observations, relations);
  }
}
