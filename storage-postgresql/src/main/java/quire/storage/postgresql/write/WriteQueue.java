package quire.storage.postgresql.write;

import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import quire.api.Author;

/**
 * Lets calls that arrive together travel in one message, and so share one turn and one wait for the
 * server's disk. A call that finds nobody writing starts at once; those that arrive meanwhile form
 * the next message.
 */
public final class WriteQueue {
  /** With more statements the driver stops in the middle of a message to read answers. */
  private static final int MOST_CALLS = 24;

  /** Others wait meanwhile. */
  private static final int MOST_FACTS = 1_000;

  private final Writer writer;
  private final Deque<Call<?>> waiting = new ConcurrentLinkedDeque<>();
  private final ReentrantLock turn = new ReentrantLock(true);

  public WriteQueue(Writer writer) {
    this.writer = writer;
  }

  /**
   * Carries out the change. An interrupt does not end it: a write that has begun is answered.
   *
   * @param action what is attempted, to be read between "Cannot" and the memory's name
   */
  public <R> R submit(String action, Author author, Change<R> change) {
    Call<R> call = new Call<>(action, author, change);
    waiting.add(call);
    turn.lock();
    try {
      while (!call.isAnswered()) {
        writer.write(next());
      }
    } finally {
      turn.unlock();
    }
    return call.answer();
  }

  /** {@return calls that wait, as many as fit into a message, the oldest first} */
  private List<Call<?>> next() {
    List<Call<?>> group = new ArrayList<>();
    int facts = 0;
    for (Call<?> call = waiting.peek();
        call != null
            && (group.isEmpty()
                || (group.size() < MOST_CALLS && facts + call.change().facts() <= MOST_FACTS));
        call = waiting.peek()) {
      facts += call.change().facts();
      group.add(waiting.remove());
    }
    return group;
  }

  /** Answers the calls that wait already, then ends the writing. */
  public void close() {
    turn.lock();
    try {
      for (int left = waiting.size(); left > 0 && !waiting.isEmpty(); left--) {
        writer.write(next());
      }
      writer.close();
    } finally {
      turn.unlock();
    }
  }
}
