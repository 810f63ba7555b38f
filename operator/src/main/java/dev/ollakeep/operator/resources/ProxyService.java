package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.proxy.ProxyContract;
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
        // The proxy listens on both families; a cluster of one family gives its Services that one.
        .withIpFamilyPolicy("PreferDualStack")
        .withSelector(Labels.podSelector(server))
        .addNewPort()
        .withName(PORT_NAME)
        .withProtocol("TCP")
        .withPort(PORT)
        .withTargetPort(new IntOrString(ProxyContract.PUBLIC_PORT_NAME))
        .endPort()
        .endSpec()
        .build();
  }
}
