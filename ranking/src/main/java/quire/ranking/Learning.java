package quire.ranking;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Hands the newest facts of a store to the {@link Closeness} of this process, a few at a time: as
 * much as there is time for in a recall, the rest in the next one or between the calls.
 *
 * <p>That a fact is gone is noticed when the closeness names it.
 */
final class Learning {
  /** So many vectors are scanned in 5 to 15 ms. */
  private static final int MOST = 50_000;

  /** A fact may have a mebibyte, and all of them are in memory at once. */
  private static final int AT_ONCE = 16;

  /** What a call spends on it at most. */
  private static final Duration TIME = Duration.ofMillis(20);

  /** More stores than a process serves; the one asked least recently is learned again. */
  private static final int STORES = 16;

  private record Learner(Closeness closeness, String store) {}

  private static final Map<Learner, Learning> OF_STORES = new LatestUsed<>(STORES);

  private final ReentrantLock turn = new ReentrantLock();
  private long version;
  private boolean looked;
  private boolean wasBehind;

  /** The highest number that was seen. */
  private long newest = Long.MIN_VALUE;

  /** What was seen and is not read yet, from {@link #next} on. */
  private long[] waiting = {};

  private int next;

  /**
   * Numbers by the place of a note. They may mean another fact whenever the store is another one,
   * so they are handed over again then; the closeness goes by the text.
   */
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
   * @return whether there are more, be it that nothing can be handed over right now
   */
  static boolean goOn(FactIndex index, Closeness closeness) {
    return of(new Learner(closeness, index.store()))
        .goOn(index, closeness, System.nanoTime() + TIME.toNanos());
  }

  private boolean goOn(FactIndex index, Closeness closeness, long end) {
    if (closeness.isBusy() || !turn.tryLock()) {
      return true; // for the next call, or another one does it
    }
    try {
      if (isBehind(index)) {
        return true;
      }
      if (!looked || version != index.version()) {
        look(index, closeness);
      }
      boolean late = false;
      while (next < waiting.length && !late && !closeness.isBusy()) {
        int after = Math.min(next + AT_ONCE, waiting.length);
        closeness.learn(index.store(), index.facts(Arrays.copyOfRange(waiting, next, after)));
        next = after;
        late = System.nanoTime() >= end;
      }
      return next < waiting.length;
    } finally {
      turn.unlock();
    }
  }

  /**
   * {@return whether an index has an older state than the one that was looked at} That is so in a
   * call that runs beside a write. If it is so twice in a row, the store is probably another one in
   * the place of the former, and is looked at anew.
   */
  private boolean isBehind(FactIndex index) {
    boolean isOlder = looked && index.version() < version;
    boolean isAnother = isOlder && wasBehind;
    wasBehind = isOlder && !isAnother;
    if (isAnother) {
      looked = false;
      newest = Long.MIN_VALUE;
      waiting = new long[0];
      next = 0;
    }
    return wasBehind;
  }

  /** Facts of a store that is looked at for the first time may have been learned of another one. */
  private void look(FactIndex index, Closeness closeness) {
    long[] numbers = index.observations(newest, MOST);
    long[] unread = LongStream.of(waiting).skip(next).filter(number -> number >= 0).toArray();
    long[] placed = LongStream.of(numbers).filter(number -> number < 0).toArray();
    LongStream numbered = LongStream.of(numbers).filter(number -> number >= 0);
    closeness.unlearn(index.store(), without(byPlace, placed));
    byPlace = placed;
    LongStream unseen =
        looked ? LongStream.of(closeness.unlearned(index.store(), numbered.toArray())) : numbered;
    waiting =
        Stream.of(unseen.toArray(), unread, placed)
            .flatMapToLong(LongStream::of)
            .distinct()
            .limit(MOST)
            .toArray();
    next = 0;
    newest = Math.max(newest, LongStream.of(numbers).max().orElse(newest));
    version = index.version();
    looked = true;
  }

  private static long[] without(long[] numbers, long[] others) {
    long[] sorted = others.clone();
    Arrays.sort(sorted);
    return LongStream.of(numbers)
        .filter(number -> Arrays.binarySearch(sorted, number) < 0)
        .toArray();
  }

  /**
   * Forgets facts that an index does not have, unless another one has seen a newer state, in which
   * they may be.
   */
  static void forget(FactIndex index, Closeness closeness, long[] gone) {
    of(new Learner(closeness, index.store())).forgetUnlessNewer(index, closeness, gone);
  }

  private void forgetUnlessNewer(FactIndex index, Closeness closeness, long[] gone) {
    if (!turn.tryLock()) {
      return; // they are named again
    }
    try {
      if (!looked || index.version() >= version) {
        closeness.unlearn(index.store(), gone);
      }
    } finally {
      turn.unlock();
    }
  }
}
