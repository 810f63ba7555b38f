package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A pod with a mounted copy of the proxies' Secret, which it refreshes when told to. */
public final class SimulatedPod {

  final String name;
  private final Instant made;
  Map<String, String> mounted = Map.of();
  public boolean heldBack;
  public boolean silent;
  boolean started = true;
  boolean ending;
  boolean portClosed;
  Instant notReadySince;
  private boolean lost;

  SimulatedPod(String name, Instant made) {
    this.name = name;
    this.made = made;
  }

  /** What the kubelet does, unless the test holds the pod back. */
  void refresh(Map<String, String> auth) {
    if (!heldBack) {
      mounted = auth;
    }
  }

  /** A login could arrive here, by a judgement that shares nothing with the product's. */
  boolean mayServe(Instant now) {
    lost |= notReadySince != null && Duration.between(notReadySince, now).compareTo(Duration.ofSeconds(60)) > 0;
    return started && !lost && !portClosed && !mounted.isEmpty();
  }

  /** It becomes ready again; the kubelet has refreshed its volumes by then. */
  void recover(Map<String, String> auth) {
    notReadySince = null;
    lost = false;
    heldBack = false;
    refresh(auth);
  }

  PodSeen seen() {
    return new PodSeen(pod(), answer(), new PodSeen.ConfigAnswer.Silent("not asked"), new PodSeen.AttackAnswer.Untried());
  }

  private AuthAnswer answer() {
    if (silent) {
      return new AuthAnswer.Silent("timeout");
    }
    if (!started || portClosed || mounted.isEmpty()) {
      return new AuthAnswer.NotListening();
    }
    return new AuthAnswer.Revision(Peek.revision(mounted));
  }

  private Pod pod() {
    var pod = new PodBuilder()
        .withNewMetadata().withName(name).withUid("uid-of-" + name).withCreationTimestamp(made.toString()).endMetadata()
        .withNewStatus().withPhase("Running")
        .addNewCondition().withType("Ready").withStatus(notReadySince == null ? "True" : "False")
        .withLastTransitionTime((notReadySince == null ? made : notReadySince).toString()).endCondition()
        .addNewContainerStatus().withName("proxy").withRestartCount(0)
        .withNewState().withNewWaiting().endWaiting().endState().endContainerStatus()
        .endStatus().build();
    if (started) {
      var state = pod.getStatus().getContainerStatuses().get(0).getState();
      state.setWaiting(null);
      state.setRunning(new ContainerStateRunning(made.toString()));
    }
    if (ending) {
      pod.getMetadata().setDeletionTimestamp(made.toString());
    }
    return pod;
  }
}
