package quire.lab;

import java.time.Duration;
import quire.api.MemoryStore;
import quire.api.RecallQuery;
import quire.cli.base.Output;
import quire.ranking.Ranking;

/** Has the meanings of a store's facts learned, where this installation knows any. */
final class MeaningsOfStore {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_MS = 100;

  private MeaningsOfStore() {}

  /** {@return whether the facts can be found by their meaning, now or soon} */
  static boolean learned(MemoryStore store, Output output) throws InterruptedException {
    var _ = store.recall(RecallQuery.of("what is known of this store", 1)); // begins to load
    if (!Ranking.knowsMeanings()) {
      return false;
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Ranking.isLearning() && System.nanoTime() < end) {
      Thread.sleep(PAUSE_MS);
    }
    if (!Ranking.isLearning()) {
      output.notice(
          "The model of meanings did not load within %d s: only words were measured. See quire doctor"
              .formatted(PATIENCE.toSeconds()));
      return false;
    }
    while (store.prepareRecall()) {
      Thread.sleep(PAUSE_MS);
    }
    return true;
  }
}
