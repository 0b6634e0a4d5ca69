package quire.storage.sqlite.write;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long a process pauses before it asks for the write lock again.
 *
 * <p>SQLite has no queue of writers, so this makes one that is nearly as fair. Whoever has just
 * come, or has just written, sleeps through most of the wait that is usual at present; whoever has
 * waited for longer than usual asks about twice in each turn of another process, and so is next.
 * Where others write too, nobody takes the lock again as soon as it is free. Only when a wait
 * lasts, because somebody keeps the lock, do the pauses grow with the time waited. Times are
 * nanoseconds.
 */
final class Backoff {
  /**
   * Asking in vain costs some 20 µs of processor, a multiple of it in a process that has just
   * started, and a transaction lasts no less than 300 µs.
   */
  private static final long SHORTEST_NS = TimeUnit.MICROSECONDS.toNanos(300);

  /** So late at most does a process notice that a lock was released which was held for long. */
  private static final long LONGEST_NS = TimeUnit.MILLISECONDS.toNanos(80);

  /** One long wait or turn, of a foreign program or for the processor, says little of the next. */
  private static final long LONGEST_USUAL_NS = TimeUnit.MILLISECONDS.toNanos(30);

  /** Others who wrote within this time are probably waiting to write again. */
  private static final long LATELY_NS = TimeUnit.SECONDS.toNanos(1);

  private final RandomGenerator random;
  private long usual;
  private long turn = 2 * SHORTEST_NS;
  private long taken;
  private long released;
  private long othersSeen;

  /**
   * @param now the time, like all those that are told later
   */
  Backoff(RandomGenerator random, long now) {
    this.random = random;
    released = now;
    othersSeen = now - LATELY_NS;
  }

  /**
   * {@return the pause before a call asks for the first time: none, unless others wait and this
   * process has just had its turn}
   */
  long beforeAsking(long now) {
    long sinceOwnTurn = now - released;
    if (usual > SHORTEST_NS && sinceOwnTurn < usual / 2) {
      return afterRefusal(0);
    }
    // Who asks again at once is never refused, and others are again and again.
    boolean othersWait = now - othersSeen < LATELY_NS && sinceOwnTurn < turn;
    return othersWait ? random.nextLong(turn / 2, turn + 1) : 0;
  }

  /** {@return the pause after the lock was refused to a call that has waited for so long} */
  long afterRefusal(long waited) {
    long left = usual - waited;
    return left > 0
        ? random.nextLong(left / 2, left + 1) + random.nextLong(SHORTEST_NS)
        : random.nextLong(Math.min(Math.max(2 * SHORTEST_NS, turn) - left / 8, LONGEST_NS));
  }

  /**
   * Learns that the lock is this process's own now.
   *
   * @param waited for how long; 0 if it was not refused
   */
  void taken(long now, long waited) {
    usual = towards(usual, waited);
    taken = now;
  }

  /**
   * Learns that the lock is free, and how long a turn lasts, also one of others.
   *
   * @param afterOthers whether others had written since this process's last turn
   */
  void released(long now, boolean afterOthers) {
    turn = towards(turn, now - taken);
    released = now;
    if (afterOthers) {
      othersSeen = now;
    }
  }

  private static long towards(long usual, long latest) {
    return usual + (Math.min(latest, LONGEST_USUAL_NS) - usual) / 4;
  }
}
