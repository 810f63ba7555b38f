package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.SecretText;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Issues every Certificate of a namespace, as cert-manager does where it owns the Secrets: they go with their Certificate. */
record CertificateAuthority(KubernetesClient client, String namespace) {

  private static final String READY = "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"reason\":\"Ready\"}]}}";

  void look() {
    var certificates = client.resources(Certificate.class).inNamespace(namespace).list().getItems();
    takeBack(certificates.stream().map(it -> it.getMetadata().getUid()).collect(Collectors.toSet()));
    certificates.forEach(this::issue);
  }

  private void takeBack(Set<String> certificates) {
    client.secrets().inNamespace(namespace).list().getItems().stream().filter(secret -> isOrphan(secret, certificates))
        .forEach(secret -> client.resource(secret).delete());
  }

  private static boolean isOrphan(Secret secret, Set<String> certificates) {
    return secret.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getKind().equals("Certificate") && !certificates.contains(owner.getUid()));
  }

  private void issue(Certificate certificate) {
    var name = certificate.getSpec().getSecretName();
    if (client.secrets().inNamespace(namespace).withName(name).get() == null) {
      client.resource(secret(certificate, name)).create();
    }
    var status = certificate.getStatus();
    if (status == null || List.of().equals(status.getConditions())) {
      client.resource(certificate).patch(PatchContext.of(PatchType.JSON_MERGE), READY);
    }
  }

  private Secret secret(Certificate certificate, String name) {
    var template = certificate.getSpec().getSecretTemplate();
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .withLabels(template == null ? null : template.getLabels())
        .addToAnnotations("cert-manager.io/certificate-name", certificate.getMetadata().getName())
        .withOwnerReferences(new OwnerReferenceBuilder().withApiVersion("cert-manager.io/v1").withKind("Certificate")
            .withName(certificate.getMetadata().getName()).withUid(certificate.getMetadata().getUid()).build())
        .endMetadata()
        .withType("kubernetes.io/tls")
        .addToData("tls.crt", SecretText.encoded(Surroundings.CERTIFICATE.certificate()))
        .addToData("tls.key", SecretText.encoded(Surroundings.CERTIFICATE.key()))
        .build();
  }
}
