package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.status.Announcement;
import dev.ollakeep.operator.status.NameList;
import dev.ollakeep.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes to the proxies' Secret.
 *
 * <p>One write serves every user that is due for one; it always raises the revision.
 */
final class AuthWrites {

  /** Several writes in one second put a revision ahead of the clock; a lost one is overtaken by this many seconds. */
  private static final int AHEAD_OF_A_LOST_ONE = 60;

  private final Situation situation;
  private final SortedMap<String, AuthEntry> wanted;

  AuthWrites(Situation situation, Fresh fresh) {
    this.situation = situation;
    this.wanted = wanted(situation, new EntryRules(situation, fresh));
  }

  /** The write that takes something away from somebody: a login, or a role. It waits for nothing. */
  Optional<CredentialStep> closing() {
    var closes = situation.auth().entries().entrySet().stream().anyMatch(known -> {
      var next = wanted.getOrDefault(known.getKey(), AuthEntry.NONE);
      return next.isEmpty() || !next.role().equals(known.getValue().role());
    });
    return closes ? write() : Optional.empty();
  }

  /** The write that makes the Secret say what it shall; empty when it does. */
  Optional<CredentialStep> write() {
    if (!situation.authWritable() || situation.authHeld().isMissing() && wanted.isEmpty()) {
      return Optional.empty();
    }
    var same = situation.auth().with(wanted, situation.auth().revision());
    var seen = situation.authHeld().ours();
    var complete = seen.filter(Held::tellsLayout).isPresent() && situation.auth().revision() > 0;
    if (complete && same.data().equals(SecretData.of(seen.get())) && isLabelled(seen.get())) {
      return Optional.empty();
    }
    var marked = situation.auth().with(wanted, nextRevision()).marking(situation.userNames());
    var next = regenerates() ? marked.regeneratedAt(situation.now()) : marked;
    var draft = new SecretDraft(situation.spec().server(), Component.PROXY_AUTH, next.annotations(), next.data());
    CredentialStep step = seen.isPresent()
        ? new CredentialStep.Update(draft.update(seen.get()), Stream.of(shutOut(), revocations()).flatMap(List::stream).toList())
        : new CredentialStep.Create(draft.create(situation.spec().names().proxyAuth(), "Opaque"), rebuilt());
    return Optional.of(step);
  }

  private static SortedMap<String, AuthEntry> wanted(Situation situation, EntryRules rules) {
    var wanted = new TreeMap<String, AuthEntry>();
    var switches = situation.spec().switches();
    if (switches.paused() && !switches.lockdown()) {
      wanted.putAll(situation.auth().entries());
    }
    situation.users().forEach(user -> wanted.put(user.name(), rules.next(user)));
    wanted.values().removeIf(AuthEntry::isEmpty);
    return wanted;
  }

  /** Whoever took a label away took the Secret out of sight of the caches. */
  private boolean isLabelled(Secret seen) {
    return Held.labels(seen).entrySet().containsAll(situation.spec().server().labels(Component.PROXY_AUTH).entrySet());
  }

  /** The write carries a new secret that nobody asked for. */
  private boolean regenerates() {
    return situation.users().stream()
        .filter(user -> !user.carried())
        .anyMatch(user -> user.journalled()
            .filter(next -> RotationCause.of(next.cause()).filter(RotationCause::isUnasked).isPresent())
            .filter(next -> wanted.getOrDefault(user.name(), AuthEntry.NONE).currentVerifies(next.secret()))
            .isPresent());
  }

  /** Beyond what any pod has, too: a Secret that was lost must not come back under a number already proven. */
  private long nextRevision() {
    var newest = Math.max(situation.auth().revision(), situation.gate().newest());
    var lost = situation.authHeld().isMissing() && !published().isEmpty();
    return Math.max(newest + 1, situation.now().getEpochSecond() + (lost ? AHEAD_OF_A_LOST_ONE : 0));
  }

  private List<String> published() {
    return situation.users().stream().filter(user -> user.published().isPresent()).map(UserFacts::name).toList();
  }

  private List<Announcement> shutOut() {
    var users = situation.users().stream()
        .filter(user -> !user.active() && user.entry().hasCurrent() && !wanted.containsKey(user.name()))
        .map(user -> user.name() + " (" + RevocationTally.Reason.ofShutOut(situation.spec(), user.user()).text() + ")")
        .toList();
    return users.isEmpty() ? List.of() : List.of(Announcement.normal(Reason.ACCESS_REVOKED,
        "No secret is accepted any more of: " + NameList.of(users)));
  }

  private List<Announcement> revocations() {
    var users = situation.users().stream()
        .filter(user -> user.active() && user.entry().hasPrevious() && user.graceIsOver(situation.now()))
        .map(UserFacts::name)
        .filter(user -> wanted.containsKey(user) && !wanted.get(user).hasPrevious())
        .toList();
    return users.isEmpty() ? List.of() : List.of(Announcement.normal(Reason.PREVIOUS_REVOKED,
        "The previous secret is no longer valid: " + NameList.of(users)));
  }

  private List<Announcement> rebuilt() {
    if (published().isEmpty()) {
      return List.of();
    }
    return List.of(Announcement.warning(Reason.HASHES_REBUILT, "Secret " + situation.spec().names().proxyAuth()
        + " was missing and was rebuilt from the published credentials; previous secrets are no longer valid: "
        + NameList.of(published())));
  }
}
