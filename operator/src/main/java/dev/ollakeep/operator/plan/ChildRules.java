package dev.ollakeep.operator.plan;

import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.resources.ModelVolumeClaim;
import dev.ollakeep.operator.resources.OllamaDeployment;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.resources.ProxyConfigMap;
import dev.ollakeep.operator.resources.ProxyService;
import dev.ollakeep.operator.resources.ServerDisruptionBudget;
import dev.ollakeep.operator.resources.ServerNetworkPolicy;
import dev.ollakeep.operator.resources.TlsCertificate;
import dev.ollakeep.operator.resources.TlsIngress;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides Want, Absent or Keep for every child.
 *
 * <p>Nothing is written over an object that is not ours, or because of an observation that failed.
 */
final class ChildRules {

  private final Subject subject;
  private final Needs needs;
  private final OperatorDefaults defaults;
  private final Obstacles obstacles;
  private final Map<Child, Obstacle> met = new EnumMap<>(Child.class);

  private ChildRules(Subject subject, OperatorDefaults defaults) {
    this.subject = subject;
    this.needs = Needs.of(subject.server());
    this.defaults = defaults;
    this.obstacles = new Obstacles(subject, needs, defaults);
  }

  static Children decide(Subject subject, OperatorDefaults defaults) {
    var rules = new ChildRules(subject, defaults);
    var verdicts = new ArrayList<Verdict>();
    for (var child : Child.values()) {
      verdicts.add(rules.verdict(child));
    }
    return new Children(List.copyOf(verdicts), rules.met);
  }

  private Verdict verdict(Child child) {
    var frozen = obstacles.frozen();
    if (frozen.isPresent()) {
      return keep(child, frozen.get());
    }
    var server = subject.server();
    if (!needs.children().contains(child)) {
      return unneeded(child);
    }
    return switch (child) {
      case PROXY_CONFIG -> want(child, () -> ProxyConfigMap.of(server));
      case MODEL_VOLUME -> want(child, this::modelVolume);
      case NETWORK_POLICY -> want(child, () -> ServerNetworkPolicy.of(server, defaults));
      case SERVICE -> want(child, () -> ProxyService.of(server));
      case DEPLOYMENT -> unless(obstacles.toPods(), child, () -> OllamaDeployment.of(server, defaults.images()));
      case DISRUPTION_BUDGET -> want(child, () -> ServerDisruptionBudget.of(server));
      case CERTIFICATE -> unless(obstacles.toCertificate(), child, () -> TlsCertificate.of(server));
      case INGRESS -> unless(obstacles.toIngress(), child, this::ingress);
    };
  }

  private HasMetadata modelVolume() {
    return ModelVolumeClaim.of(subject.server(), subject.own(Child.MODEL_VOLUME, PersistentVolumeClaim.class));
  }

  private HasMetadata ingress() {
    return TlsIngress.of(subject.server(), IngressChoice.of(subject).profile());
  }

  private Verdict unless(Optional<Obstacle> obstacle, Child child, Supplier<HasMetadata> desired) {
    return obstacle.isPresent() ? keep(child, obstacle.get()) : want(child, desired);
  }

  private Verdict want(Child child, Supplier<HasMetadata> desired) {
    var obstacle = obstacles.of(child);
    return obstacle.isPresent() ? keep(child, obstacle.get()) : new Verdict.Want(child, desired.get());
  }

  /** A volume with models in it is never deleted, whatever the resource says now. */
  private Verdict unneeded(Child child) {
    if (child == Child.MODEL_VOLUME) {
      return new Verdict.Keep(child, "a model volume is never deleted");
    }
    if (subject.observed().child(child) instanceof Seen.Unknown<HasMetadata> unknown) {
      return new Verdict.Keep(child, unknown.why());
    }
    return new Verdict.Absent(child);
  }

  private Verdict keep(Child child, Obstacle obstacle) {
    met.put(child, obstacle);
    return new Verdict.Keep(child, obstacle.reason().text() + ": " + obstacle.message());
  }
}
