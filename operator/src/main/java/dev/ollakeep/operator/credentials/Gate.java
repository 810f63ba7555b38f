package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.credentials.Propagation.PodBehind;
import dev.ollakeep.operator.credentials.Propagation.Standing;
import dev.ollakeep.operator.observed.Plausible;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.proxy.ProxyContract;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The proof that a change has reached every pod whose proxy can accept a login.
 *
 * <p>Nothing is published or revoked before it; a doubt closes it. No pods, no doubt.
 */
record Gate(List<PodSeen> pods, Instant now) {

  private static final Duration LOST = Duration.ofSeconds(60);
  static final Duration UNVERIFIED = Duration.ofMinutes(10);

  /**
   * What the pods have of one revision.
   *
   * @param passed every pod that can accept a login has it
   * @param unverified a pod that keeps the gate shut has not answered for so long that a person should look
   * @param confirmed as {@link Gate#confirmed} says
   */
  record Proof(long revision, boolean passed, boolean unverified, boolean confirmed) {

    /** A revision is the Unix time of its making, or a little later: of several in one second only the first is. */
    Instant begin() {
      return Instant.ofEpochSecond(revision);
    }
  }

  Proof proof(long revision) {
    return new Proof(revision, passed(revision), unverified(revision), confirmed(revision));
  }

  boolean passed(long revision) {
    return behind(revision).stream().noneMatch(pod -> pod.standing().blocks());
  }

  /** A pod that keeps the gate shut has not answered for so long that a person should look. */
  boolean unverified(long revision) {
    return behind(revision).stream().anyMatch(pod -> pod.standing() == Standing.SILENT);
  }

  /**
   * Every pod has confirmed the revision, or was made after it and so has never had an older one.
   *
   * <p>Stricter than {@link #passed} for pods that are not Ready, milder for new ones: a restart is not a rotation.
   */
  boolean confirmed(long revision) {
    return pods.stream().filter(pod -> serves(pod) && !reached(pod, revision)).allMatch(pod ->
        standing(pod, revision) == Standing.NOT_STARTED || madeSince(pod.pod(), revision) && !answered(pod));
  }

  List<PodBehind> behind(long revision) {
    return pods.stream()
        .filter(pod -> serves(pod) && !reached(pod, revision))
        .map(pod -> new PodBehind(
            pod.pod().getMetadata().getName(), pod.pod().getMetadata().getUid(), standing(pod, revision)))
        .sorted(Comparator.comparing(PodBehind::name))
        .toList();
  }

  Propagation propagation(long revision) {
    return new Propagation(revision, (int) pods.stream().filter(Gate::serves).count(), behind(revision));
  }

  /** The newest revision that any pod has; 0 when none has answered. */
  long newest() {
    return pods.stream().mapToLong(this::revision).max().orElse(0);
  }

  private Standing standing(PodSeen seen, long revision) {
    if (!answered(seen) && !hasStarted(seen.pod())) {
      return Standing.NOT_STARTED;
    }
    if (notReadySince(seen.pod()).filter(since -> since.plus(LOST).isBefore(now)).isPresent()) {
      return Standing.NOT_READY;
    }
    // A revision is at least the Unix time of its making, so it tells how long the pods have been waited for.
    var unheard = seen.auth() instanceof PodSeen.AuthAnswer.Silent || seen.auth() instanceof PodSeen.AuthAnswer.Unreachable;
    var silent = unheard && !Instant.ofEpochSecond(revision).plus(UNVERIFIED).isAfter(now);
    return silent ? Standing.SILENT : Standing.BLOCKS;
  }

  /** A pod that has ended serves nobody, nor does one that is ending and has closed its port. */
  private static boolean serves(PodSeen seen) {
    var ending = seen.pod().getMetadata().getDeletionTimestamp() != null;
    return !PodSeen.hasEnded(seen.pod()) && !(ending && seen.auth() instanceof PodSeen.AuthAnswer.NotListening);
  }

  private boolean reached(PodSeen seen, long revision) {
    return answered(seen) && revision(seen) >= revision;
  }

  /** What a pod has of a Secret that somebody else wrote is older than anything. */
  private long revision(PodSeen seen) {
    return seen.auth() instanceof PodSeen.AuthAnswer.Revision answer && Plausible.revision(answer.revision(), now) ? answer.revision() : 0;
  }

  private static boolean answered(PodSeen seen) {
    return seen.auth() instanceof PodSeen.AuthAnswer.Revision;
  }

  private static boolean hasStarted(Pod pod) {
    return pod.getStatus() != null && pod.getStatus().getContainerStatuses().stream()
        .filter(status -> ProxyContract.CONTAINER.equals(status.getName()))
        .anyMatch(Gate::hasRun);
  }

  private static boolean hasRun(ContainerStatus status) {
    var restarted = status.getRestartCount() != null && status.getRestartCount() > 0;
    var state = status.getState();
    return restarted || state != null && (state.getRunning() != null || state.getTerminated() != null);
  }

  private static Optional<Instant> notReadySince(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return pod.getStatus().getConditions().stream()
        .filter(condition -> "Ready".equals(condition.getType()) && !"True".equals(condition.getStatus()))
        .map(PodCondition::getLastTransitionTime)
        .filter(time -> time != null)
        .map(time -> OffsetDateTime.parse(time).toInstant())
        .findFirst();
  }

  private static boolean madeSince(Pod pod, long revision) {
    var made = pod.getMetadata().getCreationTimestamp();
    return made != null && !OffsetDateTime.parse(made).toInstant().isBefore(Instant.ofEpochSecond(revision));
  }
}
