package quire.api;

import java.time.Instant;

/**
 * One changed fact in the change log.
 *
 * @param sequence strictly increasing in the order of commits, never reused
 * @param time when the writing process's clock said it was written; not monotonic across processes
 */
public record Change(long sequence, Instant time, Author author, Action action, Subject subject) {
  /** What happened to the fact. */
  public enum Action {
    ADDED,
    REMOVED
  }
}
