package quire.storage.postgresql.write;

import java.util.HashSet;
import java.util.Set;

/** What became of a call: the numbers that its new facts got, and how many facts it removed. */
public final class Outcome {
  private final Set<Long> added = new HashSet<>();
  private long newest;
  private long removed;

  /** The newest number before the call. */
  void begin(long number) {
    newest = number;
  }

  void add(long number) {
    added.add(number);
  }

  void remove(long count) {
    removed += count;
  }

  /** {@return whether the fact at this place was new} */
  boolean has(int place) {
    return added.contains(newest + place);
  }

  long newest() {
    return newest;
  }

  long removed() {
    return removed;
  }
}
