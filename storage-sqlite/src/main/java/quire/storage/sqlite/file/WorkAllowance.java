package quire.storage.sqlite.file;

import org.sqlite.ProgressHandler;

/**
 * Ends what would not end: a connection may do so much work for one call. It is counted in SQLite's
 * instructions and not in time, so that neither a slow client nor a busy machine cuts a call short.
 */
final class WorkAllowance extends ProgressHandler {
  /** SQLite asks after so many of its instructions: some milliseconds. */
  static final int STEPS = 200_000;

  /**
   * Half a minute to a minute of a processor; the walk through a million facts takes a hundredth.
   */
  private static final int MOST = 10_000;

  private final boolean endsWhenInterrupted;
  private final int most;
  private int left;

  /**
   * @param endsWhenInterrupted whether an interrupt of its thread ends the work: a write that has
   *     begun is finished
   */
  WorkAllowance(boolean endsWhenInterrupted) {
    this(endsWhenInterrupted, MOST);
  }

  /**
   * @param most how many times {@link #STEPS} instructions one call may take
   */
  WorkAllowance(boolean endsWhenInterrupted, int most) {
    this.endsWhenInterrupted = endsWhenInterrupted;
    this.most = most;
    this.left = most;
  }

  /** Begins another call. */
  void renew() {
    left = most;
  }

  @Override
  protected int progress() {
    return --left < 0 || (endsWhenInterrupted && Thread.currentThread().isInterrupted()) ? 1 : 0;
  }
}
