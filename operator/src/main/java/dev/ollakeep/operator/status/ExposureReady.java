package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.EXPOSURE_READY;

import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.operator.children.IngressChoice;
import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The way to the server is open, as far as the cluster tells. */
public final class ExposureReady {

  private ExposureReady() {}

  static Finding of(Situation situation) {
    var blocked = closed(situation, Child.SERVICE);
    if (blocked.isPresent()) {
      return notOpen(blocked.get(), "");
    }
    return switch (situation.subject().server().getSpec().exposure().type()) {
      case CLUSTER_IP -> service(situation.subject());
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

  /** One that is about to be made is not there yet, and may be refused. */
  private static Finding service(Subject subject) {
    var name = "Service " + subject.names().server();
    return subject.own(Child.SERVICE, Service.class).isPresent()
        ? Finding.yes(EXPOSURE_READY, Reason.EXPOSURE_AVAILABLE, name + " answers " + clients(subject))
        : Finding.unknown(EXPOSURE_READY, Reason.EXPOSURE_PENDING, name + " is about to be made");
  }

  /** Those whom the network policy lets in; others get no answer at all. */
  private static String clients(Subject subject) {
    var policy = subject.server().getSpec().networkPolicy();
    if (!policy.enabled()) {
      return "inside the cluster";
    }
    return policy.from().isEmpty() ? "pods of namespace " + subject.namespace() : "the peers of spec.networkPolicy.from";
  }

  /** What could not be read may well be there. */
  private static Finding notOpen(Complaint why, String consequence) {
    return why.reason() == Reason.NOT_OBSERVED
        ? Finding.unknown(EXPOSURE_READY, why.reason(), why.message())
        : Finding.no(EXPOSURE_READY, why.reason(), consequence + why.message());
  }

  private static Finding ingress(Situation situation) {
    var subject = situation.subject();
    var blocked = closed(situation, Child.INGRESS);
    var refused = situation.children().obstacle(Child.INGRESS)
        .filter(found -> found.reason() == Reason.HOST_NOT_ALLOWED || !isOfHost(subject));
    if (refused.isPresent() && blocked.isEmpty()) {
      return notOpen(refused.get(), "the Ingress stays as it was: ");
    }
    if (blocked.isPresent()) {
      return notOpen(blocked.get(), "there is no Ingress yet: ");
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

  /** One that is not written any more may be of a host that was asked for before. */
  private static boolean isOfHost(Subject subject) {
    var host = subject.server().getSpec().exposure().host();
    return subject.own(Child.INGRESS, Ingress.class).stream()
        .flatMap(made -> made.getSpec().getRules().stream())
        .anyMatch(rule -> host.equals(rule.getHost()));
  }

  private static String classMissing(String name) {
    var list = "kubectl get ingressclasses lists those there are; name one in spec.exposure.ingress.className";
    return name.isEmpty() ? "no IngressClass is the default one: " + list : "there is no IngressClass " + name + ": " + list;
  }

  /** What was made before stays open while a prerequisite is missing. */
  private static Optional<Complaint> closed(Situation situation, Child child) {
    var made = situation.subject().observed().child(child).ifPresent().isPresent() && !situation.subject().conflicts(child);
    return made ? Optional.empty() : situation.children().obstacle(child);
  }
}
