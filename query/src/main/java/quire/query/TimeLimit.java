package quire.query;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import quire.api.spi.GraphSqlException;

/** Stops a statement that takes too long, also where the engine itself would not notice. */
final class TimeLimit {
  private static final long GRACE_MS = 500;

  private TimeLimit() {}

  /** What is done within the limit. */
  interface Work {
    void run() throws SQLException;
  }

  static void run(Duration limit, Statement statement, Work work) throws SQLException {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              work.run();
              return true;
            });
    // A daemon: a regular expression without end must not keep the process.
    Thread thread = Thread.ofPlatform().daemon().name("sql").start(task);
    try {
      task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      statement.cancel();
      throw stopped(limit, thread, late);
    } catch (ExecutionException failed) {
      throw failure(failed);
    } catch (InterruptedException interrupted) {
      statement.cancel();
      Thread.currentThread().interrupt();
      throw new GraphSqlException("Stopped the statement as asked", interrupted);
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
      case OutOfMemoryError memory ->
          new GraphSqlException("Cannot answer the statement: " + H2Failures.memory(), memory);
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failed);
    };
  }
}
