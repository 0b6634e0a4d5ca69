package quire.storage.vault.index;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * For each class of three-letter parts the notes that hold one, by number: a search looks at no
 * other notes. It may name a note wrongly but never leaves one out.
 */
final class TrigramIndex {
  private static final int CLASSES = 1 << 10;

  private final long[][] notes = new long[CLASSES][0];

  /** Adds a note under a number that is free. */
  void add(int number, Note note) {
    int word = number >> 6;
    long bit = 1L << number;
    HashedTrigrams.of(
        note.name(),
        note.type(),
        note.texts(),
        part -> {
          int row = part & (CLASSES - 1);
          if (notes[row].length <= word) {
            notes[row] = Arrays.copyOf(notes[row], word + word / 4 + 1);
          }
          notes[row][word] |= bit;
        });
  }

  void remove(int number) {
    int word = number >> 6;
    for (long[] row : notes) {
      if (word < row.length) {
        row[word] &= ~(1L << number);
      }
    }
  }

  /**
   * {@return the numbers of the notes that may hold all of these, of the first so many}
   *
   * @param forms folded or plain
   */
  BitSet mayHold(List<String> forms, int count) {
    long[] all = new long[(count >> 6) + 1];
    Arrays.fill(all, -1L);
    HashedTrigrams.ofForms(
        forms,
        part -> {
          long[] row = notes[part & (CLASSES - 1)];
          for (int i = 0; i < all.length; i++) {
            all[i] &= i < row.length ? row[i] : 0;
          }
        });
    return BitSet.valueOf(all);
  }
}
