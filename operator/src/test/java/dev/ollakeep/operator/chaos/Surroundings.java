package dev.ollakeep.operator.chaos;

import dev.ollakeep.operator.reconcile.CertManagerCrds;
import dev.ollakeep.operator.trouble.TestCertificate;
import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/** Whatever a spec may name is there, under each of {@link Vocabulary#NAMES}: Secrets, claims, classes. */
record Surroundings(KubernetesClient client) implements AutoCloseable {

  private static final String OF_THE_CLUSTER = """
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: %1$s, annotations: {storageclass.kubernetes.io/is-default-class: "%2$s"}}
      provisioner: example.com/none
      allowVolumeExpansion: true
      ---
      apiVersion: networking.k8s.io/v1
      kind: IngressClass
      metadata: {name: %1$s, annotations: {ingressclass.kubernetes.io/is-default-class: "%2$s"}}
      spec: {controller: "%3$s"}
      ---
      apiVersion: scheduling.k8s.io/v1
      kind: PriorityClass
      metadata: {name: %1$s}
      value: 7
      ---
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata: {name: %1$s}
      handler: runc
      ---
      apiVersion: cert-manager.io/v1
      kind: ClusterIssuer
      metadata: {name: %1$s}
      spec: {selfSigned: {}}
      status: {conditions: [{type: Ready, status: "True"}]}
      """;
  private static final String OF_A_NAMESPACE = """
      apiVersion: v1
      kind: Secret
      metadata: {name: %1$s, labels: {ollakeep.dev/auth-source: "true"}}
      type: kubernetes.io/tls
      data:
        tls.crt: %2$s
        tls.key: %3$s
        password: %4$s
        alpha: %4$s
        beta: %4$s
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: %1$s, labels: {ollakeep.dev/model-store: "true"}}
      spec: {accessModes: [ReadWriteOnce, ReadWriteMany], resources: {requests: {storage: 5Gi}}}
      ---
      apiVersion: cert-manager.io/v1
      kind: Issuer
      metadata: {name: %1$s}
      spec: {selfSigned: {}}
      status: {conditions: [{type: Ready, status: "True"}]}
      """;

  private static final List<String> CONTROLLERS = List.of("traefik.io/ingress-controller", "k8s.io/ingress-nginx");
  static final TestCertificate CERTIFICATE = TestCertificate.of(Vocabulary.NAMES);

  /** What has no namespace; it goes again when this is closed. */
  static Surroundings ofTheCluster(KubernetesClient client) {
    CertManagerCrds.install(client);
    documents().forEach(text -> client.resource(text).createOr(any -> any.update()));
    return new Surroundings(client);
  }

  static void in(KubernetesClient client, String namespace) {
    for (var name : Vocabulary.NAMES) {
      var text = OF_A_NAMESPACE.formatted(name, SecretText.encoded(CERTIFICATE.certificate()), SecretText.encoded(CERTIFICATE.key()),
          SecretText.encoded("Tr0ub4dor-and-3-moons-" + Vocabulary.NAMES.indexOf(name)));
      List.of(text.split("(?m)^---$")).forEach(document -> client.resource(document).inNamespace(namespace).create());
    }
  }

  private static List<String> documents() {
    var documents = new ArrayList<String>();
    for (int i = 0; i < Vocabulary.NAMES.size(); i++) {
      var text = OF_THE_CLUSTER.formatted(Vocabulary.NAMES.get(i), i == 0, CONTROLLERS.get(i % CONTROLLERS.size()));
      documents.addAll(List.of(text.split("(?m)^---$")));
    }
    return documents;
  }

  @Override
  public void close() {
    documents().forEach(text -> client.resource(text).delete());
    CertManagerCrds.remove(client);
  }
}
