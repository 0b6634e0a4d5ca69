package quire.semantic;

import java.util.Arrays;

/** Which place of a file holds which key, by the key's first half. */
final class Places {
  private static final int NONE = -1;

  private long[] keys = new long[1 << 10];
  private int[] places = empty(keys.length);
  private int seen;

  private static int[] empty(int size) {
    int[] places = new int[size];
    Arrays.fill(places, NONE);
    return places;
  }

  /** {@return how many places were added, from the first one on} */
  int seen() {
    return seen;
  }

  /** Adds the next place. Of two with the same key the later one counts. */
  void add(long key) {
    if (2 * seen >= keys.length) {
      grow();
    }
    put(key, seen);
    seen++;
  }

  /** {@return the place of a key, or -1} */
  int find(Key key) {
    for (int at = slot(key.first()); places[at] != NONE; at = (at + 1) & (keys.length - 1)) {
      if (keys[at] == key.first()) {
        return places[at];
      }
    }
    return NONE;
  }

  private void put(long key, int place) {
    int at = slot(key);
    while (places[at] != NONE && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    keys[at] = key;
    places[at] = place;
  }

  private void grow() {
    long[] formerKeys = keys;
    int[] formerPlaces = places;
    keys = new long[2 * formerKeys.length];
    places = empty(keys.length);
    for (int at = 0; at < formerKeys.length; at++) {
      if (formerPlaces[at] != NONE) {
        put(formerKeys[at], formerPlaces[at]);
      }
    }
  }

  private int slot(long key) {
    return (int) key & (keys.length - 1);
  }
}
