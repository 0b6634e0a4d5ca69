package quire.storage.vault.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Several values by key, in the order in which they came; small where a key has few values. */
public final class MultiMap<K, V> {
  private static final int FEW = 8;

  private final Map<K, V> single = new HashMap<>();
  private final Map<K, Collection<V>> several = new HashMap<>();

  public void add(K key, V value) {
    Collection<V> values = several.get(key);
    if (values != null) {
      addTo(values, key, value);
      return;
    }
    V first = single.putIfAbsent(key, value);
    if (first != null && !first.equals(value)) {
      single.remove(key);
      List<V> both = new ArrayList<>(2);
      both.add(first);
      both.add(value);
      several.put(key, both);
    }
  }

  private void addTo(Collection<V> values, K key, V value) {
    if (!values.contains(value)) {
      values.add(value);
      if (values.size() == FEW && values instanceof List) {
        several.put(key, new LinkedHashSet<>(values));
      }
    }
  }

  public void remove(K key, V value) {
    Collection<V> values = several.get(key);
    if (values == null) {
      single.remove(key, value);
    } else {
      values.remove(value);
      if (values.isEmpty()) {
        several.remove(key);
      }
    }
  }

  /** Forgets all values of a key. */
  public void removeAll(K key) {
    single.remove(key);
    several.remove(key);
  }

  public void clear() {
    single.clear();
    several.clear();
  }

  public boolean holds(K key) {
    return single.containsKey(key) || several.containsKey(key);
  }

  /** {@return the values as they are now} */
  public List<V> get(K key) {
    Collection<V> values = several.get(key);
    if (values != null) {
      return List.copyOf(values);
    }
    V value = single.get(key);
    return value == null ? List.of() : List.of(value);
  }

  /** {@return the keys that have more than one value} */
  public List<K> crowdedKeys() {
    return several.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
