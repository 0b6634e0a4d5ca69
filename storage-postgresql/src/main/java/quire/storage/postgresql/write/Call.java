package quire.storage.postgresql.write;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import quire.api.Author;

/**
 * One call on its way, with its answer. The answer is set by whoever has the writer's turn.
 *
 * @param <R> what the call answers
 */
final class Call<R> {
  private final String action;
  private final Author author;
  private final Change<R> change;
  private Outcome outcome = new Outcome();
  private UUID token = new UUID(0, 0);
  private @Nullable R result;
  private @Nullable RuntimeException failure;
  private boolean answered;

  /**
   * @param action what is attempted, to be read between "Cannot" and the memory's name
   */
  Call(String action, Author author, Change<R> change) {
    this.action = action;
    this.author = author;
    this.change = change;
  }

  String action() {
    return action;
  }

  Author author() {
    return author;
  }

  Change<R> change() {
    return change;
  }

  Outcome outcome() {
    return outcome;
  }

  UUID token() {
    return token;
  }

  /** Forgets an attempt that was without effect. */
  void begin(UUID newToken) {
    token = newToken;
    outcome = new Outcome();
  }

  void complete() {
    result = change.answer(outcome);
    answered = true;
  }

  void fail(RuntimeException reason) {
    failure = reason;
    answered = true;
  }

  boolean isAnswered() {
    return answered;
  }

  R answer() {
    if (failure != null) {
      throw failure;
    }
    return Objects.requireNonNull(result);
  }
}
