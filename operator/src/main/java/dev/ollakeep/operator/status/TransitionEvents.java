package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.words.Announcement;
import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The events that tell what changed between two statuses: a warning when something breaks, a normal one when it is mended.
 *
 * <p>Equal statuses give no event. Rotations announce themselves, step by step, with their writes.
 */
public final class TransitionEvents {

  /** Reasons that every server passes through on its way: worth a warning only when something worked before. */
  private static final Set<Reason> ON_ITS_WAY =
      Set.of(
          Reason.PODS_NOT_READY, Reason.INGRESS_NO_ADDRESS, Reason.CERTIFICATE_PENDING, Reason.JOURNALED,
          Reason.WAITING_FOR_PODS, Reason.VERIFIED, Reason.PROPAGATION_UNVERIFIED, Reason.NOT_OBSERVED, Reason.PAUSED,
          Reason.PROPAGATING);

  private TransitionEvents() {}

  public static List<Announcement> between(OllamaServerStatus before, OllamaServerStatus after) {
    // Several conditions may give one reason; it is told once, by the last and most particular of them.
    var events = new LinkedHashMap<Reason, Announcement>();
    for (var condition : after.conditions()) {
      var type = ConditionType.of(condition.type()).orElseThrow();
      event(type, find(before, type), condition).ifPresent(event -> events.put(event.reason(), event));
    }
    find(before, ConditionType.STALLED)
        .filter(stalled -> find(after, ConditionType.STALLED).isEmpty())
        .map(stalled -> Announcement.normal(Reason.RESUMED, "no longer stalled: " + stalled.reason()))
        .ifPresent(event -> events.put(event.reason(), event));
    return List.copyOf(events.values());
  }

  private static Optional<Announcement> event(ConditionType type, Optional<Condition> before, Condition after) {
    var same = before
        .filter(was -> was.status().equals(after.status()) && was.reason().equals(after.reason()))
        .isPresent();
    return same ? Optional.empty() : switch (type) {
      case READY -> ready(before, after);
      case CREDENTIALS_ROTATED -> Optional.empty();
      case PROXY_CONFIGURED -> reason(after) == Reason.PROPAGATING ? Optional.empty() : part(before, after);
      case ALTERED -> Optional.of(Announcement.normal(reason(after), after.message()));
      case STALLED -> Optional.of(Announcement.warning(reason(after), after.message()));
      default -> part(before, after);
    };
  }

  /** Its parts have told what is wrong already; what a person asked for is no failure. */
  private static Optional<Announcement> ready(Optional<Condition> before, Condition after) {
    var reason = reason(after);
    var byRequest = reason == Reason.SCALED_TO_ZERO || reason == Reason.LOCKDOWN || reason == Reason.PAUSED;
    var turned = "True".equals(after.status()) && before.filter(was -> "True".equals(was.status())).isEmpty();
    return byRequest || turned ? Optional.of(Announcement.normal(reason, after.message())) : Optional.empty();
  }

  private static Optional<Announcement> part(Optional<Condition> before, Condition after) {
    var worked = before.filter(was -> "True".equals(was.status())).isPresent();
    if ("False".equals(after.status()) && (worked || !ON_ITS_WAY.contains(reason(after)))) {
      return Optional.of(Announcement.warning(reason(after), after.message()));
    }
    var mended = "True".equals(after.status())
        && before.filter(was -> "False".equals(was.status()) && !ON_ITS_WAY.contains(reason(was))).isPresent();
    return mended ? Optional.of(Announcement.normal(reason(after), after.message())) : Optional.empty();
  }

  private static Optional<Condition> find(OllamaServerStatus status, ConditionType type) {
    return status == null
        ? Optional.empty()
        : status.conditions().stream().filter(condition -> type.text().equals(condition.type())).findFirst();
  }

  /** A reason of a newer version counts as one that matters. */
  private static Reason reason(Condition condition) {
    return Arrays.stream(Reason.values()).filter(reason -> reason.text().equals(condition.reason())).findFirst()
        .orElse(Reason.INVALID_SPEC);
  }
}
