package quire.semantic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the facts of one store mean, in memory: those with the highest numbers, up to a limit. */
final class Learned {
  static final int MOST = 50_000;

  /** How many more there may be until the lowest numbers go. */
  private static final int SLACK = 5_000;

  /** What was taken in, and has no vector yet. */
  private static final int PENDING = -1;

  private static final int ROWS_OF_BLOCK = 1_024;

  /**
   * A fact that was taken in.
   *
   * @param key the beginning of its text's key: a number may come to mean another text
   */
  private record Entry(long key, int row) {}

  private final int most;
  private final Map<Long, Entry> entries = new HashMap<>();
  private final List<byte[]> blocks = new ArrayList<>();
  private long[] sequences = new long[64];
  private float[] scales = new float[64];
  private int rows;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  Learned(int most) {
    this.most = most;
  }

  /** {@return those of these numbers that were not taken in} */
  long[] missing(long[] numbers) {
    lock.readLock().lock();
    try {
      return Arrays.stream(numbers).filter(number -> !entries.containsKey(number)).toArray();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** {@return whether this fact is wanted: it was not taken in, or with another text} */
  boolean take(long sequence, Key key) {
    lock.writeLock().lock();
    try {
      Entry former = entries.get(sequence);
      if (former != null && former.key() == key.first()) {
        return false;
      }
      removeRow(former);
      entries.put(sequence, new Entry(key.first(), PENDING));
      return true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** {@return whether a fact was taken in with this text, and has no vector yet} */
  boolean isPending(long sequence, Key key) {
    lock.readLock().lock();
    try {
      Entry entry = entries.get(sequence);
      return entry != null && entry.key() == key.first() && entry.row() == PENDING;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Gives its vector to a fact that is pending. */
  void put(long sequence, Key key, Vector vector) {
    lock.writeLock().lock();
    try {
      if (!isPending(sequence, key)) {
        return;
      }
      if (rows >= most + most * SLACK / MOST) {
        keepHighest();
      }
      makeRoom();
      vector.copyTo(blocks.get(rows / ROWS_OF_BLOCK), at(rows));
      sequences[rows] = sequence;
      scales[rows] = vector.scale();
      entries.put(sequence, new Entry(key.first(), rows));
      rows++;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Drops facts, whether they have a vector or not. */
  void remove(long[] numbers) {
    lock.writeLock().lock();
    try {
      for (long number : numbers) {
        removeRow(entries.remove(number));
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * {@return the numbers of the facts that are nearest to a question, nearest first} By all
   * processors at once: to look through 50,000 takes one of them 16 ms.
   */
  long[] nearest(Vector question, int limit) {
    lock.readLock().lock();
    try {
      return IntStream.range(0, blocks.size())
          .parallel()
          .mapToObj(block -> nearest(question, limit, block))
          .flatMap(Collection::stream)
          .sorted(Comparator.comparingDouble(Near::cosine).reversed())
          .limit(limit)
          .mapToLong(Near::sequence)
          .toArray();
    } finally {
      lock.readLock().unlock();
    }
  }

  private Collection<Near> nearest(Vector question, int limit, int block) {
    PriorityQueue<Near> best = new PriorityQueue<>(Comparator.comparingDouble(Near::cosine));
    byte[] parts = blocks.get(block);
    int end = Math.min(rows, (block + 1) * ROWS_OF_BLOCK);
    for (int row = block * ROWS_OF_BLOCK; row < end; row++) {
      double cosine = question.cosine(parts, at(row), scales[row]);
      if (best.size() < limit || (limit > 0 && cosine > best.element().cosine())) {
        best.add(new Near(cosine, sequences[row]));
        if (best.size() > limit) {
          best.remove();
        }
      }
    }
    return best;
  }

  private record Near(double cosine, long sequence) {}

  private static int at(int row) {
    return row % ROWS_OF_BLOCK * Vector.PARTS;
  }

  private void makeRoom() {
    if (rows == sequences.length) {
      sequences = Arrays.copyOf(sequences, 2 * rows);
      scales = Arrays.copyOf(scales, 2 * rows);
    }
    if (rows == blocks.size() * ROWS_OF_BLOCK) {
      blocks.add(new byte[ROWS_OF_BLOCK * Vector.PARTS]);
    }
  }

  /** Moves the last row into the place of one that goes. */
  private void removeRow(@Nullable Entry entry) {
    if (entry == null || entry.row() == PENDING) {
      return;
    }
    int row = entry.row();
    rows--;
    if (row != rows) {
      System.arraycopy(
          blocks.get(rows / ROWS_OF_BLOCK),
          at(rows),
          blocks.get(row / ROWS_OF_BLOCK),
          at(row),
          Vector.PARTS);
      sequences[row] = sequences[rows];
      scales[row] = scales[rows];
      entries.computeIfPresent(sequences[row], (number, moved) -> new Entry(moved.key(), row));
    }
    // What went may have been forgotten on purpose.
    Arrays.fill(blocks.get(rows / ROWS_OF_BLOCK), at(rows), at(rows) + Vector.PARTS, (byte) 0);
  }

  private void keepHighest() {
    long[] sorted = Arrays.copyOf(sequences, rows);
    Arrays.sort(sorted);
    long lowest = sorted[rows - most];
    for (int row = rows - 1; row >= 0; row--) {
      if (sequences[row] < lowest) {
        removeRow(entries.remove(sequences[row]));
      }
    }
  }
}
