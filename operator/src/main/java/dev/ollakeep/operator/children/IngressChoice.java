package dev.ollakeep.operator.children;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.resources.IngressProfile;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Map;
import java.util.Optional;

/**
 * Which IngressClass serves the server and what is known about its controller.
 *
 * @param missing the class is known not to exist; empty name: there is no default one
 * @param profile what the controller needs; None when it is not known
 */
public record IngressChoice(Optional<String> missing, IngressProfile profile) {

  public static IngressChoice of(Subject subject) {
    var cluster = subject.observed().cluster();
    if (!(cluster.ingressClasses() instanceof Seen.Present<Map<String, String>> classes)) {
      return new IngressChoice(Optional.empty(), lastKnown(subject));
    }
    var asked = className(subject.server());
    var name = asked.isEmpty() ? cluster.defaultIngressClass().orElse("") : asked;
    var controller = Optional.ofNullable(classes.object().get(name));
    return new IngressChoice(
        controller.isPresent() ? Optional.empty() : Optional.of(name),
        controller.map(IngressProfile::ofController).orElse(IngressProfile.NONE));
  }

  /** Not knowing the class for a moment must not take the annotations away: what it was made with stays. */
  private static IngressProfile lastKnown(Subject subject) {
    return subject.own(Child.INGRESS, Ingress.class)
        .filter(found -> className(subject.server()).equals(Optional.ofNullable(found.getSpec().getIngressClassName()).orElse("")))
        .map(IngressProfile::recordedIn)
        .orElse(IngressProfile.NONE);
  }

  private static String className(OllamaServer server) {
    return server.getSpec().exposure().ingress().className();
  }
}
