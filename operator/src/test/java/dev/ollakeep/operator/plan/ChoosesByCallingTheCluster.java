package dev.ollakeep.operator.plan;

import io.fabric8.kubernetes.client.KubernetesClient;

/** What the layering forbids, so that its test can see red. */
public final class ChoosesByCallingTheCluster {

  private ChoosesByCallingTheCluster() {}

  public static boolean wanted(KubernetesClient client) {
    return client.pods().inAnyNamespace().list().getItems().isEmpty();
  }
}
