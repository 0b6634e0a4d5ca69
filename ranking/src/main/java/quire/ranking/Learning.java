package quire.ranking;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;

/**
 * Hands the newest facts of a store to the {@link Closeness} of this process, a few at a time: as
 * much as there is time for in a recall, the rest in the next one or between the calls.
 *
 * <p>That a fact is gone is noticed when the closeness names it.
 */
final class Learning {
  /** So many vectors are scanned in 5 to 15 ms. */
  private static final int MOST = 50_000;

  private static final int AT_ONCE = 64;

  /** What a call spends on it at most. */
  private static final Duration TIME = Duration.ofMillis(20);

  /** More stores than a process serves; the one asked least recently is learned again. */
  private static final int STORES = 16;

  private record Learner(Closeness closeness, String store) {}

  private static final Map<Learner, Learning> OF_STORES =
      new LinkedHashMap<>(STORES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Learner, Learning> eldest) {
          return size() > STORES;
        }
      };

  private final ReentrantLock turn = new ReentrantLock();
  private long version;
  private boolean looked;

  /** The highest number that was seen. */
  private long newest = Long.MIN_VALUE;

  /** What was seen and is not read yet, from {@link #next} on. */
  private long[] waiting = {};

  private int next;

  /** Numbers by the place of a note, which mean another fact once the store is another one. */
  private long[] byPlace = {};

  private Learning() {}

  private static Learning of(Learner learner) {
    synchronized (OF_STORES) {
      return OF_STORES.computeIfAbsent(learner, unseen -> new Learning());
    }
  }

  /**
   * Hands over facts that are not learned yet, the newest first, for a bounded time.
   *
   * @return whether there are more
   */
  static boolean goOn(FactIndex index, Closeness closeness) {
    return of(new Learner(closeness, index.store()))
        .goOn(index, closeness, System.nanoTime() + TIME.toNanos());
  }

  private boolean goOn(FactIndex index, Closeness closeness, long end) {
    if (!turn.tryLock()) {
      return true; // another call does it
    }
    try {
      if (!looked || version != index.version()) {
        look(index, closeness);
      }
      boolean late = false;
      while (next < waiting.length && !late && !closeness.isBusy()) {
        int after = Math.min(next + AT_ONCE, waiting.length);
        long[] some = LongStream.of(waiting).skip(next).limit(after - next).toArray();
        closeness.learn(index.store(), index.facts(some));
        next = after;
        late = System.nanoTime() >= end;
      }
      return next < waiting.length;
    } finally {
      turn.unlock();
    }
  }

  private void look(FactIndex index, Closeness closeness) {
    long[] numbers = index.observations(newest, MOST);
    closeness.unlearn(index.store(), byPlace);
    byPlace = LongStream.of(numbers).filter(number -> number < 0).toArray();
    LongStream seenBefore = LongStream.of(waiting).skip(next).filter(number -> number >= 0);
    waiting =
        LongStream.concat(LongStream.of(closeness.unlearned(index.store(), numbers)), seenBefore)
            .distinct()
            .limit(MOST)
            .toArray();
    next = 0;
    newest = Math.max(newest, LongStream.of(numbers).max().orElse(newest));
    version = index.version();
    looked = true;
  }
}
