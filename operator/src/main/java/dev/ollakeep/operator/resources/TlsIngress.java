package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The way in from outside the cluster.
 *
 * <p>It names the Secret of the certificate and never an issuer: with both, two Certificates would fight for one Secret.
 */
public final class TlsIngress {

  /** Remembers on the Ingress that its class was asked for: one that nobody asks for any more must not stay. */
  private static final String ASKED_CLASS = "ollakeep.dev/ingress-class";

  private TlsIngress() {}

  /** {@code className} is empty where the choice is left to the API server. */
  public static Ingress of(OllamaServer server, String className, IngressProfile profile) {
    return new IngressBuilder()
        .withMetadata(metadata(server, profile))
        .withNewSpec()
        .withIngressClassName(className.isEmpty() ? null : className)
        .withRules(hosts(server).stream().map(host -> rule(server, host)).toList())
        .withTls(tls(server).stream().toList())
        .endSpec()
        .build();
  }

  /** Every host clients may use, the main one first. */
  public static List<String> hosts(OllamaServer server) {
    var exposure = server.getSpec().exposure();
    return Stream.concat(Stream.of(exposure.host()), exposure.extraHosts().stream().sorted()).distinct().toList();
  }

  /** The class of this Ingress was named by the resource. */
  public static boolean wasAskedForItsClass(Ingress ingress) {
    var annotations = ingress.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(ASKED_CLASS);
  }

  private static ObjectMeta metadata(OllamaServer server, IngressProfile profile) {
    var asked = server.getSpec().exposure().ingress().className();
    var annotations = profile.annotations(server);
    if (!asked.isEmpty()) {
      annotations.put(ASKED_CLASS, asked);
    }
    return new ObjectMetaBuilder(Ownership.owned(server, Names.of(server).server(), Child.INGRESS.component()))
        .withAnnotations(annotations)
        .build();
  }

  private static IngressRule rule(OllamaServer server, String host) {
    return new IngressRuleBuilder()
        .withHost(host)
        .withNewHttp()
        .addNewPath()
        .withPath(server.getSpec().exposure().ingress().path())
        .withPathType("Prefix")
        .withNewBackend()
        .withNewService()
        .withName(Names.of(server).server())
        .withNewPort()
        .withName(ProxyService.PORT_NAME)
        .endPort()
        .endService()
        .endBackend()
        .endPath()
        .endHttp()
        .build();
  }

  private static Optional<IngressTLS> tls(OllamaServer server) {
    return Names.certificateSecret(server).map(name -> new IngressTLSBuilder().withHosts(hosts(server)).withSecretName(name).build());
  }
}
