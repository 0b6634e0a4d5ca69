package quire.storage.sqlite.read;

import quire.storage.sqlite.terms.Ids;
import quire.text.NameRank;

/** Entities that were found, each with the rank of its best fact. */
final class Hits {
  private static final int RANKS = NameRank.ELSEWHERE + 1;

  /**
   * Id and rank as one number, so that no second column has to be fetched and sorting is enough.
   */
  private final Ids keys = new Ids();

  void add(long id, int rank) {
    keys.add(id * RANKS + rank);
  }

  void addKey(long key) {
    keys.add(key);
  }

  void addKey(long key, int rank) {
    add(key / RANKS, rank);
  }

  /** {@return the ids by rank, and of one rank by creation} */
  long[] ranked() {
    long[] sorted = keys.sorted();
    int[] ends = new int[RANKS + 1];
    int distinct = 0;
    for (long key : sorted) {
      // The first one of an entity is its best.
      if (distinct == 0 || sorted[distinct - 1] / RANKS != key / RANKS) {
        sorted[distinct++] = key;
        ends[(int) (key % RANKS) + 1]++;
      }
    }
    for (int rank = 1; rank <= RANKS; rank++) {
      ends[rank] += ends[rank - 1];
    }
    long[] ranked = new long[distinct];
    for (int i = 0; i < distinct; i++) {
      ranked[ends[(int) (sorted[i] % RANKS)]++] = sorted[i] / RANKS;
    }
    return ranked;
  }

  /** {@return the ids by creation} */
  long[] byCreation() {
    Ids ids = new Ids();
    for (long key : keys.sorted()) {
      ids.add(key / RANKS);
    }
    return ids.sorted();
  }
}
