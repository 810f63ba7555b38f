package dev.ollakeep.operator.memory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A map that forgets what was not used for longest once it is full; for several threads.
 *
 * <p>Everything kept in one can be found out again: forgetting costs a question, never correctness.
 */
public final class RecentMemory<K, V> {

  private final Map<K, V> entries;

  /** Keeps so many entries at the most. */
  public RecentMemory(int capacity) {
    this.entries = new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
      }
    };
  }

  public synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** What is remembered, else what the function finds out, which all threads that ask meanwhile wait for. */
  public synchronized V get(K key, Function<K, V> question) {
    return entries.computeIfAbsent(key, question);
  }

  public synchronized void put(K key, V value) {
    entries.put(key, value);
  }

  public synchronized void forget(K key) {
    entries.remove(key);
  }
}
