package quire.storage.sqlite;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long a process pauses before it asks for the write lock again.
 *
 * <p>SQLite has no queue of writers, so this makes one that is nearly as fair. Whoever has just
 * come, or has just written, sleeps through a good part of the wait that is usual at present;
 * whoever has waited for longer than usual asks often, and so is next. Only when that lasts,
 * because somebody keeps the lock, do the pauses grow with the time waited. Times are nanoseconds.
 */
final class WaitingPace {
  /** Asking costs some 60 µs of processor, and a transaction lasts no less than 300 µs. */
  private static final long SHORTEST_NS = TimeUnit.MICROSECONDS.toNanos(300);

  /** So late at most does a process notice that a lock was released which was held for long. */
  private static final long LONGEST_NS = TimeUnit.MILLISECONDS.toNanos(40);

  /** One long wait for a foreign program says little about the next one. */
  private static final long LONGEST_USUAL_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final RandomGenerator random;
  private long usual;

  WaitingPace(RandomGenerator random) {
    this.random = random;
  }

  /**
   * {@return the pause before a call asks for the first time: none, unless others wait and this
   * process has just had its turn}
   *
   * @param sinceOwnTurn how long ago this process released the lock
   */
  long beforeAsking(long sinceOwnTurn) {
    return usual > SHORTEST_NS && sinceOwnTurn < usual / 2 ? afterRefusal(0) : 0;
  }

  /** {@return the pause after the lock was refused to a call that has waited for so long} */
  long afterRefusal(long waited) {
    long left = usual - waited;
    return left > 0
        ? random.nextLong(left / 4, left / 4 * 3 + 1) + random.nextLong(SHORTEST_NS)
        : random.nextLong(Math.min(2 * SHORTEST_NS - left / 16, LONGEST_NS));
  }

  /** Learns how long a call waited until the lock was its own; 0 if it was not refused. */
  void learn(long waited) {
    usual += (Math.min(waited, LONGEST_USUAL_NS) - usual) / 4;
  }
}
