package quire.cli.exchange;

import java.util.function.BooleanSupplier;
import quire.api.Entity;
import quire.api.Relation;
import quire.cli.base.ProgressLine;
import quire.cli.intake.ImportReport.Counts;

/** Counts what was written, and shows a person at a terminal how far it is. */
public final class Tally {
  /** Asking whether the reader is still there flushes, so it is asked now and then only. */
  private static final int RECORDS_BETWEEN_QUESTIONS = 1_000;

  private final ProgressLine progress;
  private final BooleanSupplier gone;
  private long entities;
  private long observations;
  private long relations;
  private long calls;

  /**
   * @param gone whether nobody takes what is written any more
   */
  public Tally(ProgressLine progress, BooleanSupplier gone) {
    this.progress = progress;
    this.gone = gone;
  }

  public void count(Entity entity) {
    entities++;
    observations += entity.observations().size();
    look();
  }

  public void count(Relation relation) {
    relations++;
    look();
  }

  /** Counts a call of the history. */
  public void countCall() {
    calls++;
    look();
  }

  private void look() {
    long records = entities + relations + calls;
    if (records % RECORDS_BETWEEN_QUESTIONS == 0) {
      if (gone.getAsBoolean()) {
        throw new ReaderGoneException();
      }
      progress.at("%,d records".formatted(records));
    }
  }

  /** Takes back what was shown. */
  public void end() {
    progress.end();
  }

  public Counts counts() {
    return new Counts(entities, observations, relations);
  }

  public long calls() {
    return calls;
  }
}
