package dev.ollakeep.operator.children;

import dev.ollakeep.api.v1alpha1.CertManager;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Cluster.IssuerState;
import dev.ollakeep.operator.observed.Needs;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.proxy.nginx.RenderedConfigs;
import dev.ollakeep.operator.resources.ModelVolumeClaim;
import dev.ollakeep.operator.resources.OllamaDeployment;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.resources.ProxyConfigMap;
import dev.ollakeep.operator.resources.ProxyService;
import dev.ollakeep.operator.resources.ServerDisruptionBudget;
import dev.ollakeep.operator.resources.ServerNetworkPolicy;
import dev.ollakeep.operator.resources.TlsCertificate;
import dev.ollakeep.operator.resources.TlsIngress;
import dev.ollakeep.operator.words.Complaint;
import io.fabric8.certmanager.api.model.v1.Certificate;
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
public final class ChildRules {

  private final Subject subject;
  private final Needs needs;
  private final OperatorDefaults defaults;
  private final RenderedConfigs configs;
  private final Obstacles obstacles;
  private final Map<Child, Complaint> met = new EnumMap<>(Child.class);

  private ChildRules(Subject subject, OperatorDefaults defaults, RenderedConfigs configs) {
    this.subject = subject;
    this.needs = Needs.of(subject.server());
    this.defaults = defaults;
    this.configs = configs;
    this.obstacles = new Obstacles(subject, needs, defaults);
  }

  public static Children decide(Subject subject, OperatorDefaults defaults, RenderedConfigs configs) {
    var rules = new ChildRules(subject, defaults, configs);
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
      case PROXY_CONFIG -> want(child, () -> ProxyConfigMap.of(server, configs));
      case MODEL_VOLUME -> want(child, this::modelVolume);
      case NETWORK_POLICY -> want(child, () -> ServerNetworkPolicy.of(server, defaults));
      case SERVICE -> want(child, () -> ProxyService.of(server));
      case DEPLOYMENT -> unless(obstacles.toPods(), child, () -> OllamaDeployment.of(server, defaults.images()));
      case DISRUPTION_BUDGET -> want(child, () -> ServerDisruptionBudget.of(server));
      case CERTIFICATE -> unless(obstacles.toCertificate(), child, () -> TlsCertificate.of(server, signsItself()));
      case INGRESS -> unless(obstacles.toIngress(), child, this::ingress);
    };
  }

  private HasMetadata modelVolume() {
    return ModelVolumeClaim.of(subject.server(), subject.own(Child.MODEL_VOLUME, PersistentVolumeClaim.class));
  }

  private HasMetadata ingress() {
    var choice = IngressChoice.of(subject);
    return TlsIngress.of(subject.server(), choice.name(), choice.profile());
  }

  /** Not knowing the issuer for a moment must not have the certificate made anew. */
  private boolean signsItself() {
    return subject.observed().cluster().issuer().ifPresent().map(IssuerState::selfSigned)
        .orElseGet(() -> subject.own(Child.CERTIFICATE, Certificate.class).filter(this::hasThisIssuer)
            .map(made -> made.getSpec().getCommonName()).isPresent());
  }

  private boolean hasThisIssuer(Certificate made) {
    var named = made.getSpec().getIssuerRef();
    return subject.server().getSpec().tlsIfAny().flatMap(Tls::issued).map(CertManager::issuerRef)
        .filter(ref -> ref.name().equals(named.getName()) && ref.kind().equals(named.getKind()) && ref.group().equals(named.getGroup()))
        .isPresent();
  }

  private Verdict unless(Optional<Complaint> obstacle, Child child, Supplier<HasMetadata> desired) {
    return obstacle.isPresent() ? keep(child, obstacle.get()) : want(child, desired);
  }

  private Verdict want(Child child, Supplier<HasMetadata> desired) {
    var obstacle = obstacles.of(child);
    return obstacle.isPresent() ? keep(child, obstacle.get()) : now(child, desired.get());
  }

  private Verdict now(Child child, HasMetadata desired) {
    return defers(child, Seen.present(desired)) ? new Verdict.Defer(child, desired) : new Verdict.Want(child, desired);
  }

  private boolean defers(Child child, Seen<HasMetadata> wanted) {
    var isThere = !subject.observed().child(child).isAbsent();
    return subject.observed().contest(child)
        .filter(contest -> isThere || contest.isAboutExistence())
        .filter(contest -> contest.defers(wanted, subject.now()))
        .isPresent();
  }

  /** A volume with models in it is never deleted, whatever the resource says now. */
  private Verdict unneeded(Child child) {
    if (child == Child.MODEL_VOLUME) {
      return new Verdict.Keep(child, "a model volume is never deleted");
    }
    if (subject.observed().child(child) instanceof Seen.Unknown<HasMetadata> unknown) {
      return new Verdict.Keep(child, unknown.why());
    }
    return defers(child, Seen.absent())
        ? new Verdict.Keep(child, "the API server would not delete it, and is asked again later")
        : new Verdict.Absent(child);
  }

  private Verdict keep(Child child, Complaint obstacle) {
    met.put(child, obstacle);
    return new Verdict.Keep(child, obstacle.reason().text() + ": " + obstacle.message());
  }
}
