package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.IssuerRef;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.plan.Cluster;
import dev.ollakeep.operator.plan.Cluster.Answer;
import dev.ollakeep.operator.plan.Cluster.IssuerState;
import dev.ollakeep.operator.plan.Seen;
import io.fabric8.certmanager.api.model.v1.ClusterIssuer;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.certmanager.api.model.v1.IssuerStatus;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the cluster offers: asked only for servers that need it, and at most every so often.
 *
 * <p>A failed question is Unknown, never a no, and is asked again soon.
 */
final class ClusterObserver {

  private static final String CERT_MANAGER = "cert-manager.io";
  private static final String DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";
  private static final Duration SELDOM = Duration.ofMinutes(30);
  private static final Duration DISCOVERY = Duration.ofMinutes(2);
  private static final Duration OFTEN = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(5);

  private record Known(Instant until, Object answer) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final RecentMemory<String, Known> memory = new RecentMemory<>(10_000);

  ClusterObserver(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  Cluster observe(OllamaServer server) {
    var isIngress = server.getSpec().exposure().type() == ExposureType.INGRESS;
    var issuerRef = server.getSpec().tlsIfAny().flatMap(tls -> tls.issued()).map(issued -> issued.issuerRef());
    var certManager = certManager(issuerRef.isPresent());
    var className = server.getSpec().exposure().ingress().className();
    var classes = isIngress ? ingressClasses(className) : Seen.<List<IngressClass>>unknown("not needed");
    var issuer = issuerRef.map(ref -> issuer(server.getMetadata().getNamespace(), ref, certManager));
    return new Cluster(
        certManager, controllers(classes), defaultClass(classes), issuer.orElseGet(() -> Seen.unknown("not needed")));
  }

  /**
   * Who needs it asks more often, and what that finds out counts for everybody: else a Certificate that is no longer called for
   * would stay, as one of a kind that the cluster does not have.
   */
  private Answer certManager(boolean isNeeded) {
    if (!isNeeded) {
      return remembered(CERT_MANAGER, this::discovered, answer -> answer == Answer.UNKNOWN ? SOON : SELDOM);
    }
    return remembered(CERT_MANAGER + "/needed", () -> {
      memory.forget(CERT_MANAGER);
      return certManager(false);
    }, answer -> answer == Answer.UNKNOWN ? SOON : DISCOVERY);
  }

  private Answer discovered() {
    try {
      var served = client.getApiResources(CERT_MANAGER + "/v1");
      return served == null || served.getResources().stream().noneMatch(it -> it.getName().equals("certificates"))
          ? Answer.NO
          : Answer.YES;
    } catch (KubernetesClientException failure) {
      return Answer.UNKNOWN;
    }
  }

  /** A list without the class that is looked for, or without a default one, is soon out of date: somebody is about to make it. */
  private Seen<List<IngressClass>> ingressClasses(String wanted) {
    return remembered("ingress-classes/" + wanted,
        () -> asked("IngressClasses", () -> Seen.present(client.network().v1().ingressClasses().list().getItems())),
        answer -> has(answer, wanted) ? OFTEN : SOON);
  }

  private static boolean has(Seen<List<IngressClass>> seen, String wanted) {
    return wanted.isEmpty()
        ? defaultClass(seen).isPresent()
        : controllers(seen).ifPresent().filter(it -> it.containsKey(wanted)).isPresent();
  }

  private Seen<IssuerState> issuer(String namespace, IssuerRef ref, Answer certManager) {
    if (!ref.group().equals(CERT_MANAGER) || certManager != Answer.YES) {
      return Seen.unknown("not an issuer that can be read");
    }
    var key = String.join("/", "issuer", namespace, ref.kind(), ref.name());
    return remembered(key, () -> asked(ref.kind() + " " + ref.name(), () -> read(namespace, ref)),
        answer -> answer.ifPresent().filter(IssuerState::ready).isPresent() ? OFTEN : SOON);
  }

  private Seen<IssuerState> read(String namespace, IssuerRef ref) {
    if (ref.kind().equals("ClusterIssuer")) {
      return state(client.resources(ClusterIssuer.class).withName(ref.name()).get(), ClusterIssuer::getStatus);
    }
    return state(client.resources(Issuer.class).inNamespace(namespace).withName(ref.name()).get(), Issuer::getStatus);
  }

  private static <T> Seen<IssuerState> state(T issuer, Function<T, IssuerStatus> status) {
    if (issuer == null) {
      return Seen.absent();
    }
    var ready = Optional.ofNullable(status.apply(issuer)).stream()
        .flatMap(it -> it.getConditions().stream())
        .filter(condition -> "Ready".equals(condition.getType()))
        .findFirst();
    return Seen.present(new IssuerState(
        ready.filter(condition -> "True".equals(condition.getStatus())).isPresent(),
        ready.map(condition -> condition.getMessage()).orElse("")));
  }

  private static <T> Seen<T> asked(String what, Supplier<Seen<T>> question) {
    try {
      return question.get();
    } catch (KubernetesClientException failure) {
      return Seen.unknown(failure.getCode() == 403 ? "no permission to read " + what : what + " could not be read");
    }
  }

  private static Seen<Map<String, String>> controllers(Seen<List<IngressClass>> seen) {
    if (seen instanceof Seen.Unknown<List<IngressClass>> unknown) {
      return Seen.unknown(unknown.why());
    }
    var controllers = new TreeMap<String, String>();
    seen.ifPresent().orElse(List.of()).forEach(it ->
        controllers.put(it.getMetadata().getName(), Optional.ofNullable(it.getSpec().getController()).orElse("")));
    return Seen.present(controllers);
  }

  private static Optional<String> defaultClass(Seen<List<IngressClass>> seen) {
    return seen.ifPresent().orElse(List.of()).stream()
        .filter(it -> it.getMetadata().getAnnotations() != null
            && "true".equals(it.getMetadata().getAnnotations().get(DEFAULT_CLASS)))
        .map(it -> it.getMetadata().getName())
        .sorted()
        .findFirst();
  }

  @SuppressWarnings("unchecked")
  private <T> T remembered(String key, Supplier<T> question, Function<T, Duration> lifetime) {
    var now = clock.instant();
    var known = memory.get(key).filter(it -> it.until().isAfter(now));
    if (known.isPresent()) {
      return (T) known.get().answer();
    }
    var answer = question.get();
    memory.put(key, new Known(now.plus(lifetime.apply(answer)), answer));
    return answer;
  }
}
