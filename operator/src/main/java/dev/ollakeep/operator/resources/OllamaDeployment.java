package dev.ollakeep.operator.resources;

import dev.ollakeep.api.rules.GoDuration;
import dev.ollakeep.api.v1alpha1.AccessMode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.StorageType;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.proxy.nginx.EntryScript;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import java.util.TreeMap;

/**
 * Ollama behind its proxy, in every pod.
 *
 * <p>Nothing in the template depends on credentials or on the proxy's configuration: they reach running pods as files, and
 * a change of the template would unload every model.
 */
public final class OllamaDeployment {

  private static final String ENTRY_SCRIPT = "ollakeep.dev/entry-script";

  private OllamaDeployment() {}

  public static Deployment of(OllamaServer server, OperatorDefaults.Images images) {
    return new DeploymentBuilder()
        .withMetadata(Ownership.owned(server, Names.of(server).server(), Child.DEPLOYMENT.component()))
        .withNewSpec()
        .withReplicas(server.getSpec().replicas())
        .withRevisionHistoryLimit(2)
        .withStrategy(strategy(server))
        .withNewSelector()
        .withMatchLabels(Labels.podSelector(server))
        .endSelector()
        .withNewTemplate()
        .withMetadata(podMetadata(server))
        .withSpec(pod(server, images))
        .endTemplate()
        .endSpec()
        .build();
  }

  /** The image of the Ollama container. */
  public static String ollamaImage(OllamaServer server, OperatorDefaults.Images images) {
    var asked = server.getSpec().image();
    return asked.isEmpty() ? images.ollama() : asked;
  }

  /** The image of the proxy container. */
  public static String proxyImage(OllamaServer server, OperatorDefaults.Images images) {
    var asked = server.getSpec().proxy().image();
    return asked.isEmpty() ? images.proxy() : asked;
  }

  /** A second pod could not mount a volume of one node; the fields of the other strategy are never left behind. */
  private static DeploymentStrategy strategy(OllamaServer server) {
    var storage = server.getSpec().storage();
    var oneAtATime = storage.type() != StorageType.EPHEMERAL && storage.accessMode() != AccessMode.READ_WRITE_MANY;
    if (oneAtATime) {
      return new DeploymentStrategyBuilder().withType("Recreate").build();
    }
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString(1))
        .withMaxUnavailable(new IntOrString(0))
        .endRollingUpdate()
        .build();
  }

  private static ObjectMeta podMetadata(OllamaServer server) {
    var asked = server.getSpec().podMetadata();
    var labels = new TreeMap<>(asked.labels());
    labels.putAll(Labels.of(server, Child.DEPLOYMENT.component()));
    var annotations = new TreeMap<>(asked.annotations());
    // A process goes on as it was started: only another pod runs another script.
    annotations.put(ENTRY_SCRIPT, EntryScript.version());
    return new ObjectMetaBuilder().withLabels(labels).withAnnotations(annotations).build();
  }

  private static PodSpec pod(OllamaServer server, OperatorDefaults.Images images) {
    var pod =
        new PodSpecBuilder()
            .withAutomountServiceAccountToken(false)
            // Otherwise every Service of the namespace would become environment variables, OLLAMA_HOST among them.
            .withEnableServiceLinks(false)
            .withSecurityContext(PodSecurity.pod())
            .withTerminationGracePeriodSeconds(drainSeconds(server))
            .withInitContainers(OllamaContainer.of(server, ollamaImage(server, images)))
            .withContainers(ProxyContainer.of(server, proxyImage(server, images)))
            .withVolumes(PodVolumes.of(server))
            .build();
    server.getSpec().imagePullSecrets().stream()
        .map(secret -> new LocalObjectReference(secret.name()))
        .forEach(pod.getImagePullSecrets()::add);
    return PodScheduling.applied(server, pod);
  }

  /** The kubelet refuses a grace period shorter than the proxy's preStop sleep. */
  private static long drainSeconds(OllamaServer server) {
    var asked = GoDuration.parse(server.getSpec().drainTimeout()).toSeconds();
    return Math.max(asked, ProxyContainer.GOES_ON_SERVING_SECONDS + 1);
  }
}
