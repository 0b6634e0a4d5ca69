package quire.storage.vault.log;

import quire.api.Relation;
import quire.storage.vault.tree.Digest;

/**
 * A number for each fact. Two arrays and hashes of 64 bits instead of a map of facts, because there
 * may be hundreds of thousands.
 */
final class FactTable {
  private static final int SMALLEST = 1 << 10;
  private static final long NAME_SEED = 0xCBF29CE484222325L;
  private static final long NAME_PRIME = 0x100000001B3L;

  private long[] keys = new long[SMALLEST];
  private long[] numbers = new long[SMALLEST];
  private int size;

  static long key(String entity, Digest text) {
    return mixed(key(entity) ^ text.high());
  }

  static long key(String entity) {
    long hash = NAME_SEED;
    for (int i = 0; i < entity.length(); i++) {
      hash = (hash ^ entity.charAt(i)) * NAME_PRIME;
    }
    return mixed(hash);
  }

  static long key(Relation relation) {
    return mixed(mixed(key(relation.from()) + 1 ^ key(relation.to())) ^ key(relation.type()));
  }

  /** Zero marks what is free. */
  private static long mixed(long hash) {
    long mixed = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
    return mixed == 0 ? 1 : mixed;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean has(long key) {
    return keys[place(key)] != 0;
  }

  /** {@return the number; 0 if there is none} */
  long get(long key) {
    return numbers[place(key)];
  }

  private int place(long key) {
    int place = (int) (key >>> 32) & (keys.length - 1);
    while (keys[place] != 0 && keys[place] != key) {
      place = (place + 1) & (keys.length - 1);
    }
    return place;
  }

  void put(long key, long number) {
    int place = place(key);
    if (keys[place] == 0) {
      keys[place] = key;
      size++;
    }
    numbers[place] = number;
    if (size * 2 > keys.length) {
      grow();
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldNumbers = numbers;
    keys = new long[oldKeys.length * 2];
    numbers = new long[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int place = place(oldKeys[i]);
        keys[place] = oldKeys[i];
        numbers[place] = oldNumbers[i];
      }
    }
  }
}
