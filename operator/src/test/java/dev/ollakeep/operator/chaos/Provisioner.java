package dev.ollakeep.operator.chaos;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Binds and grows every claim of a namespace, gives every Ingress an address and every Certificate its Secret. */
final class Provisioner implements AutoCloseable {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final int PAUSE_MILLIS = 150;

  private final KubernetesClient client;
  private final String namespace;
  private final CertificateAuthority authority;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
    var worker = new Thread(task, "provisioner");
    worker.setDaemon(true);
    return worker;
  });

  Provisioner(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.authority = new CertificateAuthority(client, namespace);
    thread.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      client.persistentVolumeClaims().inNamespace(namespace).list().getItems().forEach(this::bind);
      client.network().v1().ingresses().inNamespace(namespace).list().getItems().forEach(this::address);
      authority.look();
    } catch (KubernetesClientException raced) {
      // It was deleted meanwhile; the next look sees what there is.
      return;
    }
  }

  private void bind(PersistentVolumeClaim claim) {
    var size = claim.getSpec().getResources().getRequests().get("storage");
    var status = claim.getStatus();
    if (!"Bound".equals(status.getPhase()) || !size.equals(status.getCapacity().get("storage"))) {
      patch(claim, "{\"status\":{\"phase\":\"Bound\",\"capacity\":{\"storage\":\"" + size + "\"}}}");
    }
  }

  private void address(Ingress ingress) {
    if (ingress.getStatus().getLoadBalancer().getIngress().isEmpty()) {
      patch(ingress, "{\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"192.0.2.1\"}]}}}");
    }
  }

  private void patch(HasMetadata object, String status) {
    client.resource(object).inNamespace(namespace).subresource("status").patch(MERGE, status);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
