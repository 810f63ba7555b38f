package dev.ollakeep.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The objects of one kind by their names, as a view: what is removed here is deleted there, and nothing is put this way. */
final class Named<T extends HasMetadata> extends AbstractMap<String, T> {

  private final String prefix;
  private final SortedMap<String, HasMetadata> objects;
  private final Class<T> type;

  Named(TreeMap<String, HasMetadata> all, Class<T> type) {
    this.prefix = type.getSimpleName() + "/";
    this.objects = all.subMap(prefix, type.getSimpleName() + (char) ('/' + 1));
    this.type = type;
  }

  @Override
  public T get(Object name) {
    return type.cast(objects.get(prefix + name));
  }

  @Override
  public boolean containsKey(Object name) {
    return objects.containsKey(prefix + name);
  }

  @Override
  public T remove(Object name) {
    return type.cast(objects.remove(prefix + name));
  }

  @Override
  public Set<Entry<String, T>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, T>> iterator() {
        return entries(objects.entrySet().iterator());
      }

      @Override
      public int size() {
        return objects.size();
      }
    };
  }

  private Iterator<Entry<String, T>> entries(Iterator<Entry<String, HasMetadata>> keyed) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return keyed.hasNext();
      }

      @Override
      public Entry<String, T> next() {
        var entry = keyed.next();
        return Map.entry(entry.getKey().substring(prefix.length()), type.cast(entry.getValue()));
      }

      @Override
      public void remove() {
        keyed.remove();
      }
    };
  }
}
