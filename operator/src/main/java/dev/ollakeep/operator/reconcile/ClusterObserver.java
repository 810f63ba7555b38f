package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.Needs;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.observed.Seen;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the cluster offers: asked only for servers that need it, and at most every so often.
 *
 * <p>A failed question is Unknown, never a no, and is asked again soon.
 */
final class ClusterObserver {

  private static final String DEFAULT_CLASS = "ingressclass.kubernetes.io/is-default-class";
  private static final Duration OFTEN = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final AnswerMemory memory;
  private final Discovery discovery;
  private final IssuerReader issuers;

  ClusterObserver(KubernetesClient client, Clock clock, List<OptionalKind> kinds) {
    this.client = client;
    this.memory = new AnswerMemory(clock);
    this.discovery = new Discovery(client, memory, kinds);
    this.issuers = new IssuerReader(client, memory);
  }

  Cluster observe(OllamaServer server) {
    var kinds = discovery.kinds(Needs.of(server).children());
    var isIngress = server.getSpec().exposure().type() == ExposureType.INGRESS;
    var className = server.getSpec().exposure().ingress().className();
    var classes = isIngress ? ingressClasses(className) : Seen.<List<IngressClass>>unknown("not needed");
    return new Cluster(kinds, controllers(classes), defaultClass(classes), issuers.issuerOf(server, kinds));
  }

  /** A list without the class that is looked for, or without a default one, is soon out of date: somebody is about to make it. */
  private Seen<List<IngressClass>> ingressClasses(String wanted) {
    return memory.remembered("ingress-classes/" + wanted,
        () -> AnswerMemory.asked("IngressClasses", () -> Seen.present(client.network().v1().ingressClasses().list().getItems())),
        answer -> has(answer, wanted) ? OFTEN : SOON);
  }

  private static boolean has(Seen<List<IngressClass>> seen, String wanted) {
    return wanted.isEmpty()
        ? defaultClass(seen).isPresent()
        : controllers(seen).ifPresent().filter(it -> it.containsKey(wanted)).isPresent();
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
}
