package dev.ollakeep.operator.reconcile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A map that forgets what was not used for longest once it is full.
 *
 * <p>Everything kept in one can be found out again: forgetting costs a question, never correctness.
 */
final class RecentMemory<K, V> {

  private final Map<K, V> entries;

  RecentMemory(int capacity) {
    this.entries = new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
      }
    };
  }

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  synchronized void forget(K key) {
    entries.remove(key);
  }
}
