package quire.storage.vault.log;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import quire.api.Author;
import quire.api.Change;
import quire.storage.vault.log.LoggedChange.EntityFact;
import quire.storage.vault.log.LoggedChange.ErasedFact;
import quire.storage.vault.log.LoggedChange.RelationFact;
import quire.storage.vault.log.LoggedChange.TextFact;
import quire.storage.vault.tree.Digest;

/**
 * Which change wrote each fact, as the log tells. Two arrays and hashes of 64 bits instead of a map
 * of facts, because there may be hundreds of thousands.
 */
public final class FactNumbers {
  private static final int SMALLEST = 1 << 10;
  private static final long NAME_SEED = 0xCBF29CE484222325L;
  private static final long NAME_PRIME = 0x100000001B3L;

  private long[] keys = new long[SMALLEST];
  private long[] numbers = new long[SMALLEST];
  private int size;
  private long head;
  private final List<Writing> writings = new ArrayList<>();
  private final Map<Author, Author> authors = new HashMap<>();

  /** Who wrote the changes from this one on, and when. */
  public record Writing(long first, Author author, Instant time) {}

  /** Reads what was logged since the last time; {@return whether there was anything} */
  public boolean catchUp(ChangeLog log, long logHead) throws IOException {
    long before = head;
    head = log.read(head, logHead, this::add);
    return head != before;
  }

  private void add(LogBatch batch) {
    Author author = authors.computeIfAbsent(batch.author(), unseen -> batch.author());
    writings.add(new Writing(batch.firstSequence(), author, batch.time()));
    long number = batch.firstSequence();
    for (LoggedChange change : batch.changes()) {
      if (change.action() == Change.Action.ADDED) {
        switch (change.fact()) {
          case TextFact(String entity, Digest text) -> put(key(entity, text), number, batch);
          case EntityFact(String name, _, _) -> put(key(name), number, batch);
          case RelationFact _, ErasedFact _ -> {
            // LogMemory knows the numbers of relations.
          }
        }
      }
      number++;
    }
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** {@return the number of the change that made the entity; 0 if the log does not know} */
  public long of(String entity) {
    return numbers[place(key(entity))];
  }

  /** {@return the number of the change that added the observation; 0 if the log does not know} */
  public long of(String entity, String text) {
    return numbers[place(key(entity, Digest.of(text)))];
  }

  /** {@return who wrote the change of this number, and when} */
  public Writing writing(long number) {
    int low = 0;
    int high = writings.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (writings.get(middle).first() <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return writings.get(low);
  }

  private static long key(String entity, Digest text) {
    return mixed(key(entity) ^ text.high());
  }

  private static long key(String entity) {
    long hash = NAME_SEED;
    for (int i = 0; i < entity.length(); i++) {
      hash = (hash ^ entity.charAt(i)) * NAME_PRIME;
    }
    return mixed(hash);
  }

  /** Zero marks what is free. */
  private static long mixed(long hash) {
    long mixed = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
    return mixed == 0 ? 1 : mixed;
  }

  private int place(long key) {
    int place = (int) (key >>> 32) & (keys.length - 1);
    while (keys[place] != 0 && keys[place] != key) {
      place = (place + 1) & (keys.length - 1);
    }
    return place;
  }

  /** What a person brought back is as old as it was, and by whom it was. */
  private void put(long key, long number, LogBatch batch) {
    int place = place(key);
    if (keys[place] != 0 && batch.isByHand()) {
      return;
    }
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
