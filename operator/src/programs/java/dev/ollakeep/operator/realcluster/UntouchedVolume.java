package dev.ollakeep.operator.realcluster;

import dev.ollakeep.operator.bench.Samples;
import dev.ollakeep.operator.system.Site;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How long a mounted Secret takes to follow when nobody touches the pod: what every rotation would wait for otherwise. */
final class UntouchedVolume {

  /** The image is that of the server's proxy, which has a shell. */
  private static final String POD = """
      apiVersion: v1
      kind: Pod
      metadata: {name: untouched, namespace: %s}
      spec:
        restartPolicy: Never
        automountServiceAccountToken: false
        securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
        containers:
          - name: reader
            image: %s
            command: [sh, -c]
            args: ['before=$(cat /secret/text); echo begun; while [ "$(cat /secret/text)" = "$before" ]; do sleep 0.2; done']
            securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
            volumeMounts: [{name: secret, mountPath: /secret}]
        volumes: [{name: secret, secret: {secretName: untouched}}]
      """;
  private static final String NAME = "untouched";
  private static final long PATIENCE_MINUTES = 4;

  private final KubeletSite site;
  private final Resource<Secret> secret;
  private final PodResource pod;

  UntouchedVolume(KubeletSite site) {
    this.site = site;
    this.secret = site.client().secrets().inNamespace(site.namespace()).withName(NAME);
    this.pod = site.client().pods().inNamespace(site.namespace()).withName(NAME);
  }

  /** In a pod of its own, which is removed afterwards. */
  CompletableFuture<Samples> measure() {
    return CompletableFuture.supplyAsync(() -> {
      try {
        begin();
        return change();
      } finally {
        pod.withGracePeriod(0).delete();
        secret.delete();
      }
    });
  }

  private void begin() {
    var image = site.readyPods().get(0).getSpec().getContainers().get(0).getImage();
    site.client().resource(new SecretBuilder()
        .withNewMetadata().withName(NAME).withNamespace(site.namespace()).endMetadata().addToStringData("text", "old").build()).create();
    site.client().resource(POD.formatted(site.namespace(), image)).create();
    Site.until("the reader has begun", () -> pod.getLog().contains("begun"));
  }

  private Samples change() {
    var samples = new Samples();
    var start = System.nanoTime();
    secret.edit(it -> new SecretBuilder(it).withData(Map.of()).addToStringData("text", "new").build());
    pod.waitUntilCondition(UntouchedVolume::hasEnded, PATIENCE_MINUTES, TimeUnit.MINUTES);
    samples.addSince(start);
    return samples;
  }

  private static boolean hasEnded(Pod pod) {
    return pod != null && "Succeeded".equals(pod.getStatus().getPhase());
  }
}
