package dev.ollakeep.operator.children;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.resources.IngressProfile;
import dev.ollakeep.operator.resources.TlsIngress;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Map;
import java.util.Optional;

/**
 * Which IngressClass serves the server and what is known about its controller.
 *
 * @param name the class; empty where it is left to the API server, which gives the default one to a new Ingress only
 * @param missing the class is known not to exist; empty name: there is no default one
 * @param profile what the controller needs; None when it is not known
 */
public record IngressChoice(String name, Optional<String> missing, IngressProfile profile) {

  public static IngressChoice of(Subject subject) {
    var cluster = subject.observed().cluster();
    var asked = className(subject.server());
    var given = given(subject);
    if (!(cluster.ingressClasses() instanceof Seen.Present<Map<String, String>> classes)) {
      var known = asked.isEmpty() ? given.orElse("") : asked;
      return new IngressChoice(known, Optional.empty(), lastKnown(subject, known));
    }
    var name = asked.isEmpty() ? given.filter(classes.object()::containsKey).or(cluster::defaultIngressClass).orElse("") : asked;
    var controller = Optional.ofNullable(classes.object().get(name));
    return new IngressChoice(
        name,
        controller.isPresent() ? Optional.empty() : Optional.of(name),
        controller.map(IngressProfile::ofController).orElse(IngressProfile.NONE));
  }

  /** What was the default when the Ingress was made stays its class, as that of every other Ingress does; what was asked for does not. */
  private static Optional<String> given(Subject subject) {
    return subject.own(Child.INGRESS, Ingress.class)
        .filter(found -> !TlsIngress.wasAskedForItsClass(found))
        .map(found -> found.getSpec().getIngressClassName());
  }

  /** Not knowing the class for a moment must not take the annotations away: what it was made with stays. */
  private static IngressProfile lastKnown(Subject subject, String name) {
    return subject.own(Child.INGRESS, Ingress.class)
        .filter(found -> name.equals(Optional.ofNullable(found.getSpec().getIngressClassName()).orElse("")))
        .map(IngressProfile::recordedIn)
        .orElse(IngressProfile.NONE);
  }

  private static String className(OllamaServer server) {
    return server.getSpec().exposure().ingress().className();
  }
}
