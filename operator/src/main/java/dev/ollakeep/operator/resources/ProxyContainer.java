package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Resources;
import dev.ollakeep.operator.proxy.ProxyCapacity;
import dev.ollakeep.operator.proxy.ProxyContract;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The authenticating proxy, the only door to Ollama; the main container, so that it ends before Ollama does. */
public final class ProxyContainer {

  /** How long an endpoint may go on being used after a pod began to end: clients still arrive. */
  static final long GOES_ON_SERVING_SECONDS = 5;

  /** What the scheduler reserves where the resource does not say; never more than its limit. */
  private static final Map<String, Quantity> REQUESTS = Map.of("cpu", new Quantity("50m"), "memory", new Quantity("64Mi"));

  private ProxyContainer() {}

  static Container of(OllamaServer server, String image) {
    return new ContainerBuilder()
        .withName(ProxyContract.CONTAINER)
        .withImage(image)
        .withImagePullPolicy(server.getSpec().imagePullPolicy().text())
        .withCommand("/bin/sh", ProxyContract.CONFIG_DIRECTORY + "/" + ProxyContract.ENTRY_SCRIPT)
        .withPorts(
            port(ProxyContract.PUBLIC_PORT_NAME, ProxyContract.PUBLIC_PORT),
            port(ProxyContract.INTERNAL_PORT_NAME, ProxyContract.INTERNAL_PORT))
        .withResources(PodSecurity.resources(resources(server)))
        .withSecurityContext(PodSecurity.container(ProxyContract.USER))
        .withReadinessProbe(get(ProxyContract.READINESS).withPeriodSeconds(5).withTimeoutSeconds(5).withFailureThreshold(3).build())
        // Tolerant: a restart cuts every stream, and a proxy under a flood of half-open connections is slow, not dead.
        .withLivenessProbe(get(ProxyContract.LIVENESS).withPeriodSeconds(20).withTimeoutSeconds(10).withFailureThreshold(7).build())
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep()
        .withSeconds(GOES_ON_SERVING_SECONDS)
        .endSleep()
        .endPreStop()
        .endLifecycle()
        .withVolumeMounts(mounts())
        .build();
  }

  private static Resources resources(OllamaServer server) {
    var asked = server.getSpec().proxy().resources();
    var limits = new TreeMap<>(asked.limits());
    limits.put("memory", ProxyCapacity.memory(asked));
    var requests = new TreeMap<>(asked.requests());
    REQUESTS.forEach((name, usual) -> requests.putIfAbsent(name, smaller(usual, limits.getOrDefault(name, usual))));
    return new Resources(requests, limits);
  }

  private static Quantity smaller(Quantity usual, Quantity limit) {
    return usual.getNumericalAmount().compareTo(limit.getNumericalAmount()) <= 0 ? usual : limit;
  }

  private static ProbeBuilder get(String path) {
    return new ProbeBuilder().withNewHttpGet().withPath(path).withPort(new IntOrString(ProxyContract.INTERNAL_PORT_NAME)).endHttpGet();
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder().withName(name).withContainerPort(number).withProtocol("TCP").build();
  }

  /** Whole directories: a subPath would never see a change of the Secret or of the configuration. */
  private static List<VolumeMount> mounts() {
    return List.of(
        mount(ProxyContract.AUTH_VOLUME, ProxyContract.AUTH_DIRECTORY).withReadOnly(true).build(),
        mount(ProxyContract.CONFIG_VOLUME, ProxyContract.CONFIG_DIRECTORY).withReadOnly(true).build(),
        mount(ProxyContract.RUN_VOLUME, ProxyContract.RUN_DIRECTORY).build());
  }

  private static VolumeMountBuilder mount(String volume, String path) {
    return new VolumeMountBuilder().withName(volume).withMountPath(path);
  }
}
