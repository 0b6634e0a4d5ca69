package quire.storage.sqlite.terms;

import java.util.Arrays;

/** A growing list of ids without boxes. */
public final class Ids {
  private long[] values = new long[16];
  private int size;

  public void add(long id) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = id;
  }

  /** {@return the ids ascending, each once} */
  public long[] sorted() {
    Arrays.sort(values, 0, size);
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      if (distinct == 0 || values[distinct - 1] != values[i]) {
        values[distinct++] = values[i];
      }
    }
    return Arrays.copyOf(values, distinct);
  }

  /** {@return the ids as a JSON array, in which SQLite takes a list of any length} */
  public static String json(long[] ids) {
    StringBuilder json = new StringBuilder(ids.length * 7 + 2).append('[');
    for (long id : ids) {
      json.append(json.length() == 1 ? "" : ",").append(id);
    }
    return json.append(']').toString();
  }
}
