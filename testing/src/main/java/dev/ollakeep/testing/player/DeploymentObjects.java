package dev.ollakeep.testing.player;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The objects that controllers make of a Deployment; pure. */
record DeploymentObjects(Deployment deployment) {

  static final String HASH_LABEL = "pod-template-hash";
  static final String REVISION = "deployment.kubernetes.io/revision";

  private static final int HASH_DIGITS = 10;

  /** Names the template: another template, another hash. */
  String hash() {
    try {
      byte[] template = Serialization.asJson(deployment.getSpec().getTemplate()).getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(template)).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Rollout rollout() {
    int replicas = deployment.getSpec().getReplicas();
    var strategy = deployment.getSpec().getStrategy();
    if ("Recreate".equals(strategy.getType())) {
      return new Rollout(hash(), replicas, true, 0, 0);
    }
    var rolling = strategy.getRollingUpdate();
    int surge = count(rolling.getMaxSurge(), replicas, true);
    int unavailable = count(rolling.getMaxUnavailable(), replicas, false);
    return new Rollout(hash(), replicas, false, surge, surge + unavailable == 0 ? 1 : unavailable);
  }

  ReplicaSet replicaSet(long revision) {
    Map<String, String> hash = Map.of(HASH_LABEL, hash());
    PodTemplateSpec template = new PodTemplateSpecBuilder(deployment.getSpec().getTemplate())
      .editOrNewMetadata().addToLabels(hash).endMetadata().build();
    return new ReplicaSetBuilder().withNewMetadata()
      .withName(deployment.getMetadata().getName() + "-" + hash())
      .withNamespace(deployment.getMetadata().getNamespace())
      .withLabels(template.getMetadata().getLabels())
      .addToAnnotations(REVISION, String.valueOf(revision))
      .withOwnerReferences(controlledBy(deployment)).endMetadata()
      .withNewSpec().withReplicas(0).withTemplate(template)
      .withNewSelectorLike(deployment.getSpec().getSelector()).addToMatchLabels(hash).endSelector().endSpec()
      .build();
  }

  static Pod pod(ReplicaSet replicaSet) {
    PodTemplateSpec template = replicaSet.getSpec().getTemplate();
    return new PodBuilder().withNewMetadata()
      .withGenerateName(replicaSet.getMetadata().getName() + "-")
      .withNamespace(replicaSet.getMetadata().getNamespace())
      .withLabels(template.getMetadata().getLabels())
      .withAnnotations(template.getMetadata().getAnnotations())
      .withOwnerReferences(controlledBy(replicaSet)).endMetadata()
      .withNewSpecLike(template.getSpec()).endSpec()
      .build();
  }

  static boolean isControlledBy(HasMetadata object, HasMetadata owner) {
    return object.getMetadata().getOwnerReferences().stream()
      .anyMatch(reference -> Boolean.TRUE.equals(reference.getController()) && reference.getUid().equals(owner.getMetadata().getUid()));
  }

  static long revision(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations()).map(all -> all.get(REVISION)).map(Long::valueOf).orElse(0L);
  }

  private static OwnerReference controlledBy(HasMetadata owner) {
    return new OwnerReferenceBuilder().withApiVersion(owner.getApiVersion()).withKind(owner.getKind())
      .withName(owner.getMetadata().getName()).withUid(owner.getMetadata().getUid())
      .withController(true).withBlockOwnerDeletion(true).build();
  }

  private static int count(IntOrString value, int replicas, boolean up) {
    if (value.getIntVal() != null) {
      return value.getIntVal();
    }
    double share = Integer.parseInt(value.getStrVal().replace("%", "")) * replicas / 100.0;
    return (int) (up ? Math.ceil(share) : Math.floor(share));
  }
}
