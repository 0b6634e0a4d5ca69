package quire.storage.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import quire.api.StoreException;
import quire.api.StoreUndecidedException;
import quire.storage.sqlite.Failures.Stage;

/**
 * Lets calls that arrive together share one transaction, and so one wait for the disk.
 *
 * <p>A call that finds nobody writing starts at once. Those that arrive while a transaction runs
 * form the next one; whoever of them gets the turn first carries it out for all. A call that fails
 * is taken out and the others are done again without it, so that each is all or nothing by itself.
 */
final class WriteQueue {
  private final WriterConnection writer;
  private final Failures failures;
  private final Queue<Call<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock(true);

  WriteQueue(WriterConnection writer, Failures failures) {
    this.writer = writer;
    this.failures = failures;
  }

  /** What a call does inside a transaction. It can be run again after a rollback. */
  interface Work<R> {
    R run(Session session) throws SQLException;
  }

  /**
   * Carries out the work in a committed transaction. An interrupt does not end it: a write that has
   * begun is answered.
   *
   * @param action what is attempted, to be read between "Cannot" and the file's name
   */
  <R> R submit(String action, Work<R> work) {
    Call<R> call = new Call<>(action, work);
    waiting.add(call);
    turn.lock();
    try {
      if (!call.isAnswered()) {
        answer(drain());
      }
    } finally {
      turn.unlock();
    }
    return call.answer();
  }

  /** {@return how many calls wait for the next transaction} */
  int waiting() {
    return waiting.size();
  }

  /** Waits for the running transaction and those calls that wait already, then ends the writing. */
  void close() {
    turn.lock();
    try {
      answer(drain());
      writer.close();
    } finally {
      turn.unlock();
    }
  }

  private List<Call<?>> drain() {
    List<Call<?>> group = new ArrayList<>();
    for (Call<?> call = waiting.poll(); call != null; call = waiting.poll()) {
      group.add(call);
    }
    return group;
  }

  private void answer(List<Call<?>> group) {
    try {
      List<Call<?>> open = group;
      while (!open.isEmpty()) {
        open = commitTogether(open);
      }
    } finally {
      // After an Error, too, nobody may be left waiting for an answer.
      group.forEach(Call::abandon);
    }
  }

  /** {@return the calls that have to be done again, in a new transaction} */
  private List<Call<?>> commitTogether(List<Call<?>> group) {
    Session session;
    try {
      session = writer.begin();
    } catch (SQLException e) {
      group.forEach(call -> call.fail(e, Stage.WRITING));
      return List.of();
    } catch (StoreException e) {
      group.forEach(call -> call.fail(e));
      return List.of();
    }
    for (Call<?> call : group) {
      try {
        call.run(session);
      } catch (SQLException | RuntimeException e) {
        writer.rollBack(e);
        return withoutCulprit(group, call, e);
      }
    }
    commit(session, group);
    return List.of();
  }

  private static List<Call<?>> withoutCulprit(List<Call<?>> group, Call<?> culprit, Exception e) {
    switch (e) {
      case SQLException sql -> culprit.fail(sql, Stage.WRITING);
      case RuntimeException other -> culprit.fail(other);
      default -> throw new IllegalStateException(e);
    }
    return group.stream().filter(call -> !call.isAnswered()).toList();
  }

  private void commit(Session session, List<Call<?>> group) {
    try {
      writer.commit(session);
      group.forEach(Call::complete);
    } catch (SQLException e) {
      writer.rollBack(e);
      group.forEach(call -> call.fail(e, Stage.COMMITTING));
    }
  }

  /** One call with its answer, which is set and read under the lock {@link #turn}. */
  private final class Call<R> {
    private final String action;
    private final Work<R> work;
    private @Nullable R result;
    private @Nullable RuntimeException failure;
    private boolean answered;

    Call(String action, Work<R> work) {
      this.action = action;
      this.work = work;
    }

    boolean isAnswered() {
      return answered;
    }

    void run(Session session) throws SQLException {
      result = work.run(session);
    }

    void complete() {
      answered = true;
    }

    void fail(RuntimeException failure) {
      this.failure = failure;
      answered = true;
    }

    void fail(SQLException cause, Stage stage) {
      fail(failures.translate(cause, action, stage));
    }

    void abandon() {
      if (!answered) {
        fail(
            new StoreUndecidedException(
                "Cannot %s %s: the attempt broke off; repeating the call is safe"
                    .formatted(action, failures.file())));
      }
    }

    R answer() {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(result);
    }
  }
}
