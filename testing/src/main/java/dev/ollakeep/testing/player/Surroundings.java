package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/**
 * What a cluster has to give to Pods: room, storage, images.
 *
 * <p>A Pod that needs more waits, as it would on a real one, and is looked at again until it can have it.
 */
public interface Surroundings {

  /** Nothing is ever missing. */
  Surroundings ABUNDANT = new Surroundings() { };

  /** Why no node takes the Pod, in the words of the scheduler; empty when one does. */
  default Optional<String> unschedulable(Pod pod) {
    return Optional.empty();
  }

  /** Why the node cannot attach the Pod's volumes, in the words of the controller that tries; empty when they are attached. */
  default Optional<String> unattached(Pod pod) {
    return Optional.empty();
  }

  /** Why the runtime cannot start a container of the image, in its words; empty when it can. */
  default Optional<String> unstartable(String image) {
    return Optional.empty();
  }

  /** Whether the registry has the image and hands it out. */
  default boolean hasImage(String image) {
    return true;
  }
}
