package quire.conformance;

import java.util.AbstractList;
import java.util.List;

/**
 * A list that does something on another thread each time somebody has read half of it: a store that
 * is given one is in the middle of its call then.
 */
final class PausingList<T> extends AbstractList<T> {
  private final List<T> items;
  private final Runnable pause;

  PausingList(List<T> items, Runnable pause) {
    this.items = items;
    this.pause = pause;
  }

  @Override
  public T get(int index) {
    if (index == items.size() / 2) {
      Together.elsewhere(pause);
    }
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }
}
