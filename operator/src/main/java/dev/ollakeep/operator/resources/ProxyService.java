package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** The stable address of the proxies; the internal port is never in it. */
public final class ProxyService {

  public static final String PORT_NAME = "http";
  public static final int PORT = 80;

  private ProxyService() {}

  public static Service of(OllamaServer server) {
    return new ServiceBuilder()
        .withMetadata(Ownership.owned(server, Names.of(server).server(), Child.SERVICE.component()))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Labels.podSelector(server))
        .addNewPort()
        .withName(PORT_NAME)
        .withProtocol("TCP")
        .withPort(PORT)
        .withTargetPort(new IntOrString(ProxyContainer.PUBLIC_PORT_NAME))
        .endPort()
        .endSpec()
        .build();
  }
}
