package dev.ollakeep.operator.status;

import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why one container of a pod does not run.
 *
 * @param pod its name
 */
record ContainerTrouble(Subject subject, String pod, ContainerStatus container) {

  private static final Set<String> NO_IMAGE =
      Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "RegistryUnavailable",
          "SignatureValidationFailed");

  private static final Set<String> NOT_STARTED =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError", "PreCreateHookError", "PreStartHookError",
          "PostStartHookError");

  /** How a runtime calls it when the first process could not be started at all. */
  private static final Set<String> NEVER_RAN = Set.of("StartError", "ContainerCannotRun");

  /** Between two attempts a kubelet says that it waits; newer ones add why. */
  private static final Pattern BETWEEN_ATTEMPTS = Pattern.compile("^Back-off pulling image(?: \"[^\"]*\")?(?:: \\w+: )?");

  /** After this time a kubelet forgets how often a container has ended before. */
  private static final Duration LIVED = Duration.ofMinutes(10);

  Optional<Complaint> found() {
    var why = waiting().map(ContainerStateWaiting::getReason).orElse("");
    if (NO_IMAGE.contains(why)) {
      return Optional.of(noImage());
    }
    var again = why.equals("CrashLoopBackOff") || endsSoon();
    if (NOT_STARTED.contains(why) || again && neverRan()) {
      return Optional.of(notStarted());
    }
    return again
        ? Optional.of(new Complaint(Reason.CRASH_LOOP,
            "container " + container.getName() + " of pod " + pod + " ends again and again" + exitCode() + ": "
                + subject.kubectl("logs " + pod + " -c " + container.getName() + " --previous")))
        : Optional.empty();
  }

  private Optional<ContainerStateWaiting> waiting() {
    return Optional.ofNullable(container.getState()).map(state -> state.getWaiting());
  }

  private Complaint noImage() {
    var what = "pod " + pod + " cannot fetch image " + container.getImage() + " of container " + container.getName();
    var remedy = ": " + subject.kubectl("describe pod " + pod);
    var message = waiting().map(ContainerStateWaiting::getMessage).orElse("");
    var words = ForeignWords.quoted(BETWEEN_ATTEMPTS.matcher(message).replaceFirst(""));
    var quoted = words.isEmpty() ? saidBefore(what + ": ", remedy) : ": " + words;
    return new Complaint(Reason.IMAGE_PULL_FAILED, what + quoted + remedy);
  }

  /** A kubelet that only says that it waits has not taken back what it said at the attempt before. */
  private String saidBefore(String begin, String end) {
    var message = Conditions.of(subject.server()).of(ConditionType.AVAILABLE).map(it -> it.message()).orElse("");
    var from = message.indexOf(begin);
    var to = message.indexOf(end, from + begin.length() - 2);
    return from < 0 || to < from + begin.length() ? "" : ": " + message.substring(from + begin.length(), to);
  }

  private Complaint notStarted() {
    var words = neverRan() ? last().getMessage() : waiting().map(ContainerStateWaiting::getMessage).orElse("");
    return new Complaint(Reason.CONTAINER_NOT_STARTED,
        "container " + container.getName() + " of pod " + pod + " cannot be started: " + ForeignWords.quoted(words) + ": "
            + subject.kubectl("describe pod " + pod));
  }

  /**
   * Between two back-offs it runs, may even be ready for a moment, or has just ended again: that is the same trouble, not another
   * one every few seconds.
   */
  private boolean endsSoon() {
    var last = last();
    var running = container.getState() == null ? null : container.getState().getRunning();
    return container.getRestartCount() != null && container.getRestartCount() >= 2
        && last != null && last.getFinishedAt() != null && isYoung(last.getStartedAt(), Instant.parse(last.getFinishedAt()))
        && (running == null || isYoung(running.getStartedAt(), subject.now()));
  }

  private static boolean isYoung(String since, Instant now) {
    return since != null && Instant.parse(since).plus(LIVED).isAfter(now);
  }

  private boolean neverRan() {
    var last = last();
    return last != null && last.getReason() != null && NEVER_RAN.contains(last.getReason()) && last.getMessage() != null;
  }

  /** How it ended last, whether or not it runs again. */
  private ContainerStateTerminated last() {
    var now = container.getState() == null ? null : container.getState().getTerminated();
    var before = container.getLastState() == null ? null : container.getLastState().getTerminated();
    return now == null ? before : now;
  }

  private String exitCode() {
    var last = last();
    return last == null ? "" : " (exit code " + last.getExitCode() + (last.getReason() == null ? ")" : ", " + last.getReason() + ")");
  }
}
