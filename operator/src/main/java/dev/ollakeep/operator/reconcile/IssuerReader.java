package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.CertManager;
import dev.ollakeep.api.v1alpha1.IssuerRef;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Cluster.IssuerState;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.observed.ServedKinds;
import io.fabric8.certmanager.api.model.v1.ClusterIssuer;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.certmanager.api.model.v1.IssuerSpec;
import io.fabric8.certmanager.api.model.v1.IssuerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;

/** Reads the issuer that a server asks for, where it is one of cert-manager's own; others have kinds that we may not read. */
final class IssuerReader {

  private static final String GROUP = HasMetadata.getGroup(Issuer.class);
  private static final Duration READY = Duration.ofMinutes(1);
  private static final Duration NOT_READY = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final AnswerMemory memory;

  IssuerReader(KubernetesClient client, AnswerMemory memory) {
    this.client = client;
    this.memory = memory;
  }

  Seen<IssuerState> issuerOf(OllamaServer server, ServedKinds kinds) {
    return server.getSpec().tlsIfAny().flatMap(Tls::issued).map(CertManager::issuerRef)
        .map(ref -> issuer(server.getMetadata().getNamespace(), ref, kinds))
        .orElseGet(() -> Seen.unknown("not needed"));
  }

  private Seen<IssuerState> issuer(String namespace, IssuerRef ref, ServedKinds kinds) {
    if (!ref.group().equals(GROUP) || !kinds.arrived().contains(Child.CERTIFICATE)) {
      return Seen.unknown("not an issuer that can be read");
    }
    var key = String.join("/", "issuer", namespace, ref.kind(), ref.name());
    return memory.remembered(key, () -> AnswerMemory.asked(ref.kind() + " " + ref.name(), () -> read(namespace, ref)),
        answer -> answer.ifPresent().filter(IssuerState::ready).isPresent() ? READY : NOT_READY);
  }

  private Seen<IssuerState> read(String namespace, IssuerRef ref) {
    if (ref.kind().equals("ClusterIssuer")) {
      var issuer = client.resources(ClusterIssuer.class).withName(ref.name()).get();
      return issuer == null ? Seen.absent() : state(issuer.getSpec(), issuer.getStatus());
    }
    var issuer = client.resources(Issuer.class).inNamespace(namespace).withName(ref.name()).get();
    return issuer == null ? Seen.absent() : state(issuer.getSpec(), issuer.getStatus());
  }

  private static Seen<IssuerState> state(IssuerSpec spec, IssuerStatus status) {
    var ready = Optional.ofNullable(status).stream()
        .flatMap(it -> it.getConditions().stream())
        .filter(condition -> "Ready".equals(condition.getType()))
        .findFirst();
    return Seen.present(new IssuerState(
        ready.filter(condition -> "True".equals(condition.getStatus())).isPresent(),
        spec != null && spec.getSelfSigned() != null,
        ready.map(condition -> condition.getMessage()).orElse("")));
  }
}
