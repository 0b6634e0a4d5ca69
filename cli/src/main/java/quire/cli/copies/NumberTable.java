package quire.cli.copies;

import java.util.function.LongPredicate;

/**
 * A number for each of many numbers that {@link Digests} made. Two arrays instead of a map of
 * objects, which takes five times as much: a store may have millions of facts.
 */
final class NumberTable {
  private static final int SMALLEST = 1 << 6;

  /** Zero marks what is free. */
  private long[] keys = new long[SMALLEST];

  private long[] values = new long[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  boolean has(long key) {
    return keys[place(given(key))] != 0;
  }

  /** {@return the key's number; 0 if there is none} */
  long get(long key) {
    return values[place(given(key))];
  }

  /** {@return whether the key is new} Its number is 0 then. */
  boolean add(long key) {
    return !has(key) && put(key, 0);
  }

  /** {@return whether the key is new} */
  boolean put(long key, long value) {
    int place = place(given(key));
    boolean isNew = keys[place] == 0;
    keys[place] = given(key);
    values[place] = value;
    if (isNew && ++size * 3L > keys.length * 2L) {
      grow();
    }
    return isNew;
  }

  /** {@return whether the key was there} */
  boolean remove(long key) {
    int place = place(given(key));
    if (keys[place] == 0) {
      return false;
    }
    size--;
    free(place);
    return true;
  }

  /** {@return whether all keys pass} */
  boolean all(LongPredicate test) {
    for (long key : keys) {
      if (key != 0 && !test.test(key)) {
        return false;
      }
    }
    return true;
  }

  private static long given(long key) {
    return key == 0 ? 1 : key;
  }

  private int place(long key) {
    int place = home(key);
    while (keys[place] != 0 && keys[place] != key) {
      place = next(place);
    }
    return place;
  }

  /** Digests are spread evenly, so any of their bits will do. */
  private int home(long key) {
    return (int) (key >>> 32) & (keys.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (keys.length - 1);
  }

  /** What was put behind this place because it was taken moves up. */
  private void free(int place) {
    int free = place;
    for (int i = next(place); keys[i] != 0; i = next(i)) {
      int gone = (i - home(keys[i])) & (keys.length - 1);
      if (gone >= ((i - free) & (keys.length - 1))) {
        keys[free] = keys[i];
        values[free] = values[i];
        free = i;
      }
    }
    keys[free] = 0;
    values[free] = 0;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new long[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int place = place(oldKeys[i]);
        keys[place] = oldKeys[i];
        values[place] = oldValues[i];
      }
    }
  }
}
