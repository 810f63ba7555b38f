package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Resources;
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

/** The authenticating proxy, the only door to Ollama; the main container, so that it ends before Ollama does. */
public final class ProxyContainer {

  public static final String NAME = "proxy";
  public static final String PUBLIC_PORT_NAME = "http";
  public static final int PUBLIC_PORT = 8080;
  public static final String INTERNAL_PORT_NAME = "internal";
  public static final int INTERNAL_PORT = 8081;

  /** The user of the official Nginx images. */
  static final long UID = 101;

  static final String CONFIG_VOLUME = "proxy-config";
  static final String AUTH_VOLUME = "proxy-auth";
  static final String RUN_VOLUME = "run";

  /** How long an endpoint may go on being used after a pod began to end: clients still arrive. */
  static final long GOES_ON_SERVING_SECONDS = 5;

  private static final Resources DEFAULT_RESOURCES =
      new Resources(
          Map.of("cpu", new Quantity("50m"), "memory", new Quantity("64Mi")), Map.of("memory", new Quantity("256Mi")));

  private ProxyContainer() {}

  static Container of(OllamaServer server, String image) {
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(image)
        .withImagePullPolicy(server.getSpec().imagePullPolicy().text())
        .withCommand("/bin/sh", "/etc/ollakeep/conf/entrypoint.sh")
        .withPorts(port(PUBLIC_PORT_NAME, PUBLIC_PORT), port(INTERNAL_PORT_NAME, INTERNAL_PORT))
        .withResources(PodSecurity.resources(resources(server)))
        .withSecurityContext(PodSecurity.container(UID))
        .withReadinessProbe(get("/healthz").withPeriodSeconds(5).withTimeoutSeconds(5).withFailureThreshold(3).build())
        // Tolerant: a restart cuts every stream, and a proxy under a flood of half-open connections is slow, not dead.
        .withLivenessProbe(get("/livez").withPeriodSeconds(20).withTimeoutSeconds(10).withFailureThreshold(7).build())
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
    return asked.requests().isEmpty() && asked.limits().isEmpty() ? DEFAULT_RESOURCES : asked;
  }

  private static ProbeBuilder get(String path) {
    return new ProbeBuilder().withNewHttpGet().withPath(path).withPort(new IntOrString(INTERNAL_PORT_NAME)).endHttpGet();
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder().withName(name).withContainerPort(number).withProtocol("TCP").build();
  }

  /** Whole directories: a subPath would never see a change of the Secret or of the configuration. */
  private static List<VolumeMount> mounts() {
    return List.of(
        new VolumeMountBuilder().withName(AUTH_VOLUME).withMountPath("/etc/ollakeep/auth").withReadOnly(true).build(),
        new VolumeMountBuilder().withName(CONFIG_VOLUME).withMountPath("/etc/ollakeep/conf").withReadOnly(true).build(),
        new VolumeMountBuilder().withName(RUN_VOLUME).withMountPath("/run/ollakeep").build());
  }
}
