package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.words.Announcement;
import dev.ollakeep.operator.words.NameList;
import dev.ollakeep.operator.words.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The effects of a credential step as events tell them: one for all users to whom the same happens. */
final class EffectEvents {

  private EffectEvents() {}

  static List<Announcement> of(List<Effect> effects) {
    var events = new ArrayList<>(started(effects));
    shutOut(effects).ifPresent(events::add);
    revoked(effects).ifPresent(events::add);
    effects.forEach(effect -> ofOne(effect).ifPresent(events::add));
    return List.copyOf(events);
  }

  private static List<Announcement> started(List<Effect> effects) {
    var byCause = new EnumMap<RotationCause, List<String>>(RotationCause.class);
    each(Effect.Started.class, effects).forEach(
        started -> byCause.computeIfAbsent(started.cause(), any -> new ArrayList<>()).add(started.user()));
    return byCause.entrySet().stream().map(EffectEvents::started).toList();
  }

  private static Announcement started(Map.Entry<RotationCause, List<String>> started) {
    var text = "A new secret is on its way, because " + started.getKey().text() + ": " + NameList.of(started.getValue());
    return started.getKey() == RotationCause.CREDENTIALS_OVERWRITTEN
        ? Announcement.warning(Reason.CREDENTIALS_OVERWRITTEN, text)
        : Announcement.normal(Reason.ROTATION_STARTED, text);
  }

  /** Users who are gone are told of when nothing is left of them. */
  private static Optional<Announcement> shutOut(List<Effect> effects) {
    var users = each(Effect.ShutOut.class, effects)
        .filter(shutOut -> shutOut.reason() != Revocation.REMOVED)
        .map(shutOut -> shutOut.user() + " (" + shutOut.reason().text() + ")")
        .toList();
    return users.isEmpty() ? Optional.empty() : Optional.of(Announcement.normal(Reason.ACCESS_REVOKED,
        "No secret is accepted any more of: " + NameList.of(users)));
  }

  private static Optional<Announcement> revoked(List<Effect> effects) {
    var users = each(Effect.PreviousRevoked.class, effects).map(Effect.PreviousRevoked::user).toList();
    return users.isEmpty() ? Optional.empty() : Optional.of(Announcement.normal(Reason.PREVIOUS_REVOKED,
        "The previous secret is no longer valid: " + NameList.of(users)));
  }

  private static Optional<Announcement> ofOne(Effect effect) {
    if (effect instanceof Effect.Published published) {
      return Optional.of(Announcement.normal(Reason.CREDENTIALS_PUBLISHED, publication(published)));
    }
    if (effect instanceof Effect.UserRemoved removed) {
      return Optional.of(Announcement.normal(Reason.USER_REMOVED,
          "User " + removed.user() + " is gone: hash, role and Secret " + removed.secretName()));
    }
    return effect instanceof Effect.HashesRebuilt rebuilt
        ? Optional.of(Announcement.warning(Reason.HASHES_REBUILT, "Secret " + rebuilt.secretName()
            + " was missing and was rebuilt from the published credentials; previous secrets are no longer valid: "
            + NameList.of(rebuilt.users())))
        : Optional.empty();
  }

  /** Who reads a Secret into the environment does not see it change. */
  private static String publication(Effect.Published published) {
    var holds = "Secret " + published.secretName() + " of user " + published.user() + " holds a new secret";
    return published.grace().map(grace -> holds + (grace.isZero()
        ? "; the previous one is refused from now on, so clients that read it into their environment must restart"
        : "; clients that read it into their environment must restart before the previous one ends")).orElse(holds);
  }

  private static <T extends Effect> Stream<T> each(Class<T> kind, List<Effect> effects) {
    return effects.stream().filter(kind::isInstance).map(kind::cast);
  }
}
