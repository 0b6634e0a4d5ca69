package quire.storage.sqlite;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long a process pauses before it asks for the write lock again.
 *
 * <p>SQLite has no queue of writers, so this makes one that is nearly as fair. Whoever has just
 * come, or has just written, sleeps through most of the wait that is usual at present; whoever has
 * waited for longer than usual asks about twice in each turn of another process, and so is next.
 * Only when that lasts, because somebody keeps the lock, do the pauses grow with the time waited.
 * Times are nanoseconds.
 */
final class WaitingPace {
  /**
   * Asking in vain costs some 60 µs of processor, a multiple of it in a process that has just
   * started, and a transaction lasts no less than 300 µs.
   */
  private static final long SHORTEST_NS = TimeUnit.MICROSECONDS.toNanos(300);

  /** So late at most does a process notice that a lock was released which was held for long. */
  private static final long LONGEST_NS = TimeUnit.MILLISECONDS.toNanos(80);

  /** One long wait for a foreign program says little about the next one. */
  private static final long LONGEST_USUAL_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final RandomGenerator random;
  private long usual;
  private long turn = 2 * SHORTEST_NS;

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
        ? random.nextLong(left / 2, left + 1) + random.nextLong(SHORTEST_NS)
        : random.nextLong(Math.min(Math.max(2 * SHORTEST_NS, turn) - left / 8, LONGEST_NS));
  }

  /** Learns how long a call waited until the lock was its own; 0 if it was not refused. */
  void learnWait(long waited) {
    usual = towards(usual, waited);
  }

  /** Learns how long this process had the lock, since the turns of others last as long. */
  void learnTurn(long length) {
    turn = towards(turn, length);
  }

  private static long towards(long usual, long latest) {
    return usual + (Math.min(latest, LONGEST_USUAL_NS) - usual) / 4;
  }
}
