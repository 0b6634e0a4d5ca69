package quire.storage.sqlite.write;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import quire.api.StoreException;
import quire.api.StoreUndecidedException;
import quire.storage.sqlite.file.Failures;
import quire.storage.sqlite.file.Failures.Stage;

/**
 * Lets calls that arrive together share one transaction, and so one wait for the disk.
 *
 * <p>A call that finds nobody writing starts at once. Those that arrive while a transaction runs,
 * or while the write lock is waited for, form the next one; whoever of them gets the turn first
 * carries it out for all. A call that fails is taken out and the others are done again without it,
 * so that each is all or nothing by itself.
 */
public final class WriteQueue {
  /** Other processes wait meanwhile. */
  public static final Duration LONGEST_TURN = Duration.ofMillis(20);

  private final WriterConnection writer;
  private final Failures failures;
  private final long longestTurn;
  private final Deque<Call<?>> waiting = new ConcurrentLinkedDeque<>();
  private final ReentrantLock turn = new ReentrantLock(true);

  /**
   * @param longestTurn no further call is begun in a transaction that has lasted for so long
   */
  public WriteQueue(WriterConnection writer, Failures failures, Duration longestTurn) {
    this.writer = writer;
    this.failures = failures;
    this.longestTurn = longestTurn.toNanos();
  }

  /** What a call does inside a transaction. It can be run again after a rollback. */
  public interface Work<R> {
    R run(Transaction transaction) throws SQLException;
  }

  /**
   * Carries out the work in a committed transaction. An interrupt does not end it: a write that has
   * begun is answered.
   *
   * @param action what is attempted, to be read between "Cannot" and the file's name
   */
  public <R> R submit(String action, Work<R> work) {
    Call<R> call = new Call<>(action, work);
    waiting.add(call);
    turn.lock();
    try {
      while (!call.isAnswered()) {
        takeTurn();
      }
    } catch (Error broken) {
      waiting.remove(call); // nobody may carry out what was told to have failed
      throw broken;
    } finally {
      turn.unlock();
    }
    return call.answer();
  }

  /** {@return how this process has waited for other ones} */
  public LockStatistics statistics() {
    return writer.statistics();
  }

  /** Closes the connection that writes, unless a call uses it; the next call opens another one. */
  public void release() {
    if (turn.tryLock()) {
      try {
        writer.discard();
      } finally {
        turn.unlock();
      }
    }
  }

  /** {@return how many calls wait for the next transaction} */
  int waiting() {
    return waiting.size();
  }

  /** Waits for the running transaction and those calls that wait already, then ends the writing. */
  public void close() {
    turn.lock();
    try {
      for (int left = waiting.size(); left > 0 && !waiting.isEmpty(); left--) {
        takeTurn();
      }
      writer.close();
    } finally {
      turn.unlock();
    }
  }

  /** Carries out calls that wait, in one transaction; some are left if one of them fails. */
  private void takeTurn() {
    Transaction transaction = begin();
    if (transaction == null) {
      return;
    }
    List<Call<?>> group = new ArrayList<>();
    try {
      if (run(transaction, group)) {
        commit(transaction, group);
      }
    } catch (Error broken) {
      writer.discard(); // or it would keep the write lock, and half a call
      throw broken;
    } finally {
      // After an Error, too, nobody may be left waiting for an answer.
      group.forEach(Call::abandon);
    }
  }

  /**
   * {@return the begun transaction; null if there is none, and those calls are answered that were
   * there when it was asked for: later ones have hardly waited}
   */
  private @Nullable Transaction begin() {
    int refused = waiting.size();
    Consumer<Call<?>> answer = Call::abandon;
    try {
      Transaction begun = writer.begin();
      refused = 0;
      return begun;
    } catch (SQLException e) {
      Function<String, StoreException> translation = failures.translation(e, Stage.WRITING);
      answer = call -> call.fail(translation);
      return null;
    } catch (RuntimeException e) {
      answer = call -> call.fail(e);
      return null;
    } finally {
      for (int i = 0; i < refused; i++) {
        answer.accept(waiting.remove());
      }
    }
  }

  /**
   * Runs the calls that wait now, which go into the group.
   *
   * @return whether all went well; if not, the transaction is over and the others wait again
   */
  private boolean run(Transaction transaction, List<Call<?>> group) {
    long start = System.nanoTime();
    int present = waiting.size();
    do {
      Call<?> call = waiting.remove();
      group.add(call);
      try {
        call.run(transaction);
      } catch (SQLException e) {
        call.fail(failures.translation(e, Stage.WRITING));
        startAgain(group, e);
        return false;
      } catch (RuntimeException e) {
        call.fail(e);
        startAgain(group, e);
        return false;
      }
    } while (group.size() < present && System.nanoTime() - start < longestTurn);
    return true;
  }

  /** Undoes the transaction; all but the last call, which failed, take up their places again. */
  private void startAgain(List<Call<?>> group, Exception cause) {
    writer.rollBack(cause);
    group.removeLast();
    group.reversed().forEach(waiting::addFirst);
    group.clear();
  }

  private void commit(Transaction transaction, List<Call<?>> group) {
    try {
      writer.commit(transaction);
      group.forEach(Call::complete);
    } catch (SQLException e) {
      writer.rollBack(e);
      Function<String, StoreException> translation = failures.translation(e, Stage.COMMITTING);
      group.forEach(call -> call.fail(translation));
    } catch (StoreException e) {
      group.forEach(call -> call.failUndecided(e));
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

    void run(Transaction transaction) throws SQLException {
      result = work.run(transaction);
    }

    void complete() {
      answered = true;
    }

    void fail(RuntimeException failure) {
      this.failure = failure;
      answered = true;
    }

    void failUndecided(StoreException cause) {
      fail(
          new StoreUndecidedException(
              "Cannot %s %s: its files were moved, deleted or replaced meanwhile; it is open whether it was written, repeating the call is safe. %s"
                  .formatted(action, failures.file(), cause.getMessage()),
              cause));
    }

    void fail(Function<String, StoreException> translation) {
      fail(translation.apply(action));
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
