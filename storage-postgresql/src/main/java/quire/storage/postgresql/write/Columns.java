package quire.storage.postgresql.write;

import java.util.Arrays;
import java.util.UUID;

/**
 * Rows on their way to a table, as a column each: places, numbers of others, keys, texts. One array
 * a column takes any number of rows through one statement.
 */
final class Columns {
  private final long[] places;
  private final long[] others;
  private final UUID[][] keys;
  private final String[][] texts;
  private final boolean hasOthers;
  private int size;
  private long characters;

  /**
   * @param others how many columns hold the places of other rows, 0 or 1
   * @param texts how many columns hold texts
   */
  Columns(int rows, int others, int texts) {
    this(rows, others, 1, texts);
  }

  Columns(int rows, int others, int keys, int texts) {
    this.places = new long[rows];
    this.others = new long[others * rows];
    this.hasOthers = others > 0;
    this.keys = new UUID[keys][rows];
    this.texts = new String[texts][rows];
  }

  void add(long place, UUID key, String... row) {
    add(place, 0, new UUID[] {key}, row);
  }

  void add(long place, long other, UUID key, String... row) {
    add(place, other, new UUID[] {key}, row);
  }

  void add(long place, UUID[] rowKeys, String... row) {
    add(place, 0, rowKeys, row);
  }

  private void add(long place, long other, UUID[] rowKeys, String... row) {
    places[size] = place;
    if (hasOthers) {
      others[size] = other;
    }
    for (int column = 0; column < rowKeys.length; column++) {
      keys[column][size] = rowKeys[column];
    }
    for (int column = 0; column < row.length; column++) {
      texts[column][size] = row[column];
      characters += row[column].length();
    }
    size++;
  }

  int size() {
    return size;
  }

  long characters() {
    return characters;
  }

  /** {@return the columns as values of a statement: places, others, keys, texts} */
  Object[] values() {
    Object[] values = new Object[1 + (hasOthers ? 1 : 0) + keys.length + texts.length];
    int next = 0;
    values[next++] = Arrays.copyOf(places, size);
    if (hasOthers) {
      values[next++] = Arrays.copyOf(others, size);
    }
    for (UUID[] column : keys) {
      values[next++] = Arrays.copyOf(column, size);
    }
    for (String[] column : texts) {
      values[next++] = Arrays.copyOf(column, size);
    }
    return values;
  }
}
