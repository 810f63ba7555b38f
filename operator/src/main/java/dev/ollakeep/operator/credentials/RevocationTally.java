package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.plan.Observed;
import java.util.List;
import java.util.Optional;

/**
 * One secret that a step takes away from the proxies; one entry for each user.
 *
 * <p>Counted when it is written, not when the last pod has confirmed it.
 */
public record RevocationTally(Reason reason) implements Tally {

  /** Why a secret is not accepted any more. */
  public enum Reason {
    /** A previous secret, after its grace period. */
    GRACE_OVER("GraceOver"),
    /** A previous secret, at once, by {@code gracePeriod: 0s}. */
    NO_GRACE("NoGrace"),
    /** A previous secret within its grace period, because the one after it had to be replaced too: two fit. */
    DISPLACED("Displaced"),
    /** Whatever the user had: the user was suspended. */
    SUSPENDED("Suspended"),
    /** Whatever the user had: {@code expiresAt} has come. */
    EXPIRED("Expired"),
    /** Whatever the user had: the user is not in the resource any more. */
    REMOVED("Removed"),
    /** Whatever the user had: nobody may log in. */
    LOCKDOWN("Lockdown");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** The word for a metric. */
    public String text() {
      return text;
    }

    /** Why a user of the resource has no secret any more that is accepted. */
    static Reason ofShutOut(CredentialSpec spec, CredentialUser user) {
      return switch (user.state()) {
        case SUSPENDED -> SUSPENDED;
        case EXPIRED -> EXPIRED;
        case ACTIVE -> spec.switches().lockdown() ? LOCKDOWN : NO_GRACE;
      };
    }
  }

  static List<RevocationTally> of(CredentialSpec spec, CredentialStep step, Observed observed) {
    var name = spec.names().proxyAuth();
    if (!(step instanceof CredentialStep.Update update) || !step.secretName().equals(name)) {
      return List.of();
    }
    var before = observed.secret(name).ifPresent().map(ProxyAuth::of).orElseGet(ProxyAuth::empty);
    var after = ProxyAuth.of(update.desired());
    return before.entries().keySet().stream()
        .flatMap(user -> reason(spec, user, before.entry(user), after.entry(user)).stream())
        .map(RevocationTally::new)
        .toList();
  }

  private static Optional<Reason> reason(CredentialSpec spec, String name, AuthEntry before, AuthEntry after) {
    var user = spec.users().stream().filter(known -> known.name().equals(name)).findFirst();
    if (before.hasCurrent() && !after.hasCurrent()) {
      return Optional.of(user.map(known -> Reason.ofShutOut(spec, known)).orElse(Reason.REMOVED));
    }
    if (!before.hasPrevious() || before.previous().equals(after.previous())) {
      return Optional.empty();
    }
    if (user.filter(CredentialUser::emergency).isPresent()) {
      return Optional.of(Reason.NO_GRACE);
    }
    return Optional.of(after.hasPrevious() ? Reason.DISPLACED : Reason.GRACE_OVER);
  }
}
