package quire.storage.vault;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several values by key, in the order in which they came; small where a key has one value. */
final class MultiMap<K, V> {
  private final Map<K, V> single = new HashMap<>();
  private final Map<K, Set<V>> several = new HashMap<>();

  void add(K key, V value) {
    Set<V> values = several.get(key);
    if (values != null) {
      values.add(value);
      return;
    }
    V first = single.putIfAbsent(key, value);
    if (first != null && !first.equals(value)) {
      single.remove(key);
      several.put(key, new LinkedHashSet<>(List.of(first, value)));
    }
  }

  void remove(K key, V value) {
    Set<V> values = several.get(key);
    if (values == null) {
      single.remove(key, value);
    } else {
      values.remove(value);
      if (values.isEmpty()) {
        several.remove(key);
      }
    }
  }

  /** {@return the values as they are now} */
  List<V> get(K key) {
    Set<V> values = several.get(key);
    if (values != null) {
      return List.copyOf(values);
    }
    V value = single.get(key);
    return value == null ? List.of() : List.of(value);
  }

  /** {@return the keys that have more than one value} */
  List<K> crowdedKeys() {
    return several.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }
}
