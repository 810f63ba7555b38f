package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.status.ConditionType.EXPOSURE_READY;

import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.operator.plan.IngressChoice;
import dev.ollakeep.operator.plan.Obstacle;
import dev.ollakeep.operator.plan.Subject;
import dev.ollakeep.operator.resources.Child;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The way to the server is open, as far as the cluster tells. */
final class ExposureReady {

  private ExposureReady() {}

  static Finding of(Situation situation) {
    var blocked = closed(situation, Child.SERVICE);
    if (blocked.isPresent()) {
      return Finding.no(EXPOSURE_READY, blocked.get().reason(), blocked.get().message());
    }
    return switch (situation.subject().server().getSpec().exposure().type()) {
      case CLUSTER_IP -> Finding.yes(EXPOSURE_READY, Reason.EXPOSURE_AVAILABLE,
          "Service " + situation.subject().names().server() + " answers inside the cluster");
      case INGRESS -> ingress(situation);
      case UNRECOGNISED -> Finding.unknown(EXPOSURE_READY, Reason.INVALID_SPEC, "spec.exposure.type is not understood");
    };
  }

  /** Where the Ingress controller is, sorted. */
  static List<String> addresses(Subject subject) {
    if (subject.server().getSpec().exposure().type() != ExposureType.INGRESS) {
      return List.of();
    }
    return subject.own(Child.INGRESS, Ingress.class).stream()
        .flatMap(ExposureReady::entries)
        .map(entry -> Optional.ofNullable(entry.getHostname()).orElse(entry.getIp()))
        .sorted()
        .toList();
  }

  private static Stream<IngressLoadBalancerIngress> entries(Ingress ingress) {
    var status = ingress.getStatus();
    return status == null || status.getLoadBalancer() == null ? Stream.empty() : status.getLoadBalancer().getIngress().stream();
  }

  private static Finding ingress(Situation situation) {
    var subject = situation.subject();
    var refused = situation.children().obstacle(Child.INGRESS).filter(found -> found.reason() == Reason.HOST_NOT_ALLOWED);
    if (refused.isPresent()) {
      var stays = closed(situation, Child.INGRESS).isPresent() ? "there is no Ingress yet: " : "the Ingress stays as it was: ";
      return Finding.no(EXPOSURE_READY, Reason.HOST_NOT_ALLOWED, stays + refused.get().message());
    }
    var blocked = closed(situation, Child.INGRESS);
    if (blocked.isPresent()) {
      return Finding.no(EXPOSURE_READY, blocked.get().reason(), "there is no Ingress yet: " + blocked.get().message());
    }
    var missing = IngressChoice.of(subject).missing();
    if (missing.isPresent()) {
      return Finding.no(EXPOSURE_READY, Reason.INGRESS_CLASS_NOT_FOUND, classMissing(missing.get()));
    }
    var name = subject.names().server();
    return addresses(subject).isEmpty()
        ? Finding.no(EXPOSURE_READY, Reason.INGRESS_NO_ADDRESS,
            "Ingress " + name + " has no address from its controller yet: " + subject.kubectl("describe ingress " + name))
        : Finding.yes(EXPOSURE_READY, Reason.EXPOSURE_AVAILABLE, "Ingress " + name + " has an address");
  }

  private static String classMissing(String name) {
    var list = "kubectl get ingressclasses lists those there are; name one in spec.exposure.ingress.className";
    return name.isEmpty() ? "no IngressClass is the default one: " + list : "there is no IngressClass " + name + ": " + list;
  }

  /** What was made before stays open while a prerequisite is missing. */
  private static Optional<Obstacle> closed(Situation situation, Child child) {
    var made = situation.subject().observed().child(child).ifPresent().isPresent() && !situation.subject().conflicts(child);
    return made ? Optional.empty() : situation.children().obstacle(child);
  }
}
