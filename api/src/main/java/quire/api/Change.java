package quire.api;

import java.time.Instant;

/**
 * One changed fact in the change log.
 *
 * @param sequence strictly increasing in the order of commits, never reused
 * @param call one number for all changes of a call, which is not greater than their sequences but
 *     greater than those of every earlier call
 * @param time when the writing process's clock said it was written; not monotonic across processes
 */
public record Change(
    long sequence, long call, Instant time, Author author, Action action, Subject subject) {
  /** What happened to the fact. */
  public enum Action {
    /** It is there since. */
    ADDED,
    /** It is gone since; the log keeps its text. */
    REMOVED,
    /**
     * It was forgotten on purpose (R26). The subject says of which entity, without the text; with
     * an empty name if the entity itself was forgotten.
     */
    FORGOTTEN
  }
}
