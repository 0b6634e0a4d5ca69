package quire.query;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import quire.api.spi.GraphSqlException;

/**
 * Stops a statement that takes too long. Where the engine itself does not notice, as amid one long
 * function, its thread is left to the end of the process, with all that it would wait for.
 */
final class TimeLimit {
  private static final long GRACE_MS = 500;

  private TimeLimit() {}

  /** What is done; the time is that from its question on. */
  interface Work {
    void run(Attempt attempt) throws SQLException;
  }

  /** The work as far as it has come. */
  static final class Attempt {
    private final CompletableFuture<Statement> asked = new CompletableFuture<>();

    /** Begins the time, in which this statement is to be answered. */
    void asks(Statement statement) {
      asked.complete(statement);
    }
  }

  static void run(Duration limit, Work work) throws SQLException {
    Attempt attempt = new Attempt();
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              try {
                work.run(attempt);
                return true;
              } finally {
                attempt.asked.cancel(false); // nobody waits for a question that never came
              }
            });
    // A daemon: a regular expression without end must not keep the process.
    Thread thread = Thread.ofPlatform().daemon().name("sql").start(task);
    Optional<Statement> asked = Optional.empty();
    try {
      asked = asked(attempt);
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      cancel(asked);
      throw stopped(limit, thread, late);
    } catch (ExecutionException failed) {
      throw failure(failed);
    } catch (InterruptedException interrupted) {
      cancel(asked);
      Thread.currentThread().interrupt();
      throw new GraphSqlException("Stopped the statement as asked", interrupted);
    }
  }

  /** {@return the statement; empty if the work ended before it} */
  private static Optional<Statement> asked(Attempt attempt)
      throws InterruptedException, ExecutionException {
    try {
      return Optional.of(attempt.asked.get());
    } catch (CancellationException ended) {
      return Optional.empty();
    }
  }

  private static void cancel(Optional<Statement> asked) throws SQLException {
    if (asked.isPresent()) {
      asked.get().cancel();
    }
  }

  private static GraphSqlException stopped(Duration limit, Thread thread, TimeoutException late) {
    try {
      thread.join(GRACE_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return new GraphSqlException(
        "Stopped the statement after %d s: join on names, add a condition, or raise --timeout"
            .formatted(limit.toSeconds()),
        late);
  }

  private static RuntimeException failure(ExecutionException failed) throws SQLException {
    return switch (failed.getCause()) {
      case SQLException sql -> throw sql;
      case RuntimeException unchecked -> throw unchecked;
      case StackOverflowError deep ->
          new GraphSqlException(
              "Cannot answer the statement: it is nested too deeply; take away parentheses, or give"
                  + " a list with IN in place of many terms",
              deep);
      case OutOfMemoryError memory ->
          new GraphSqlException("Cannot answer the statement: " + H2Failures.memory(), memory);
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failed);
    };
  }
}
