package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** What the surroundings do not give to one Pod on its node, told where a node tells it: in events, or in the Pod's status. */
final class Hindrances {

  private final Surroundings surroundings;
  private final PodObject object;
  private String told = "";

  Hindrances(Surroundings surroundings, PodObject object) {
    this.surroundings = surroundings;
    this.object = object;
  }

  /** Warns once for each wording, as the controller that attaches volumes does. */
  boolean keepFromMounting(Pod pod) {
    Optional<String> words = surroundings.unattached(pod);
    words.filter(now -> !now.equals(told)).ifPresent(now -> {
      object.warn("FailedAttachVolume", now);
      told = now;
    });
    return words.isPresent();
  }

  boolean keepFromStarting(ContainerLife life) {
    String image = life.container().getImage();
    if (!surroundings.hasImage(image)) {
      life.waitsFor("ImagePullBackOff", "Back-off pulling image \"" + image + "\": ErrImagePull: rpc error: code = NotFound desc ="
        + " failed to pull and unpack image \"" + image + "\": failed to resolve reference \"" + image + "\": " + image + ": not found");
      return true;
    }
    Optional<String> words = surroundings.unstartable(image);
    words.ifPresent(now -> life.waitsFor("RunContainerError", now));
    return words.isPresent();
  }
}
