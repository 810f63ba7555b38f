package dev.ollakeep.testing;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/**
 * For watchers to whom a new object and a changed one are the same.
 *
 * @param seen takes an object as it is now
 * @param gone takes one that was deleted, as it was last
 */
public record SeenOrGone<T>(Consumer<T> seen, Consumer<T> gone) implements ResourceEventHandler<T> {

  @Override
  public void onAdd(T object) {
    seen.accept(object);
  }

  @Override
  public void onUpdate(T before, T now) {
    seen.accept(now);
  }

  @Override
  public void onDelete(T object, boolean finalStateUnknown) {
    gone.accept(object);
  }
}
