package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Component;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes to the proxies' Secret.
 *
 * <p>One write serves every user that is due for one; it raises the revision, unless it only puts labels back.
 */
final class AuthWrites {

  /** Several writes in one second put a revision ahead of the clock; a lost one is overtaken by this many seconds. */
  private static final int AHEAD_OF_A_LOST_ONE = 60;

  private final CredentialState state;
  private final SortedMap<String, AuthEntry> wanted;

  AuthWrites(CredentialState state, Fresh fresh) {
    this.state = state;
    this.wanted = wanted(state, new EntryRules(state, new Salting(fresh)));
  }

  /** The write that takes something away from somebody: a login, or a role. It waits for nothing. */
  Stream<CredentialStep> closing() {
    var closes = state.auth().entries().entrySet().stream().anyMatch(known -> {
      var next = wanted.getOrDefault(known.getKey(), AuthEntry.NONE);
      return next.isEmpty() || !next.role().equals(known.getValue().role());
    });
    return closes ? write() : Stream.empty();
  }

  /** The write that makes the Secret say what it shall; empty when it does. */
  Stream<CredentialStep> write() {
    if (!state.authWritable() || state.authHeld().isMissing() && wanted.isEmpty()) {
      return Stream.empty();
    }
    var same = state.auth().with(wanted, state.auth().revision());
    var seen = state.authHeld().ours();
    var complete = seen.filter(Held::tellsLayout).isPresent() && state.auth().revision() > 0;
    if (complete && AuthFiles.data(same).equals(SecretData.of(seen.get()))) {
      return isLabelled(seen.get()) ? Stream.empty() : Stream.of(new CredentialStep.Update(draft(same).update(seen.get()), List.of()));
    }
    var draft = draft(state.auth().with(wanted, nextRevision()).marking(state.userNames()));
    CredentialStep step = seen.isPresent()
        ? new CredentialStep.Update(draft.update(seen.get()), takenAway())
        : new CredentialStep.Create(draft.create(state.spec().names().proxyAuth(), "Opaque"), rebuilt());
    return Stream.of(step);
  }

  private SecretDraft draft(ProxyAuth next) {
    var notes = AuthFiles.annotations(next);
    var past = regenerates() ? state.regenerations().with(state.now()) : state.regenerations();
    past.annotation().ifPresent(annotation -> notes.put(annotation.key(), annotation.value()));
    return new SecretDraft(state.spec().server(), Component.PROXY_AUTH, notes, AuthFiles.data(next));
  }

  private static SortedMap<String, AuthEntry> wanted(CredentialState state, EntryRules rules) {
    var wanted = new TreeMap<String, AuthEntry>();
    var switches = state.spec().switches();
    if (switches.paused() && !switches.lockdown()) {
      wanted.putAll(state.auth().entries());
    }
    state.positions().forEach(position -> wanted.put(position.facts().name(), rules.next(position)));
    wanted.values().removeIf(AuthEntry::isEmpty);
    return wanted;
  }

  /** Whoever took a label away took the Secret out of sight of the caches. */
  private boolean isLabelled(Secret seen) {
    return Held.labels(seen).entrySet().containsAll(state.spec().server().labels(Component.PROXY_AUTH).entrySet());
  }

  /** The write carries a new secret that nobody asked for. */
  private boolean regenerates() {
    return state.positions().stream()
        .filter(RunningPosition.Journaled.class::isInstance)
        .map(RunningPosition.Journaled.class::cast)
        .filter(user -> user.next().cause().filter(RotationCause::isUnasked).isPresent())
        .anyMatch(user -> wanted.getOrDefault(user.facts().name(), AuthEntry.NONE).currentVerifies(user.next().secret()));
  }

  /** Beyond what any pod has, too: a Secret that was lost must not come back under a number already proven. */
  private long nextRevision() {
    var newest = Math.max(state.auth().revision(), state.gate().newest());
    var lost = state.authHeld().isMissing() && !published().isEmpty();
    return Math.max(newest + 1, state.now().getEpochSecond() + (lost ? AHEAD_OF_A_LOST_ONE : 0));
  }

  private List<String> published() {
    return state.users().stream().filter(user -> user.published().isPresent()).map(UserFacts::name).toList();
  }

  /** What of each user is not accepted any more. */
  private List<Effect> takenAway() {
    return state.auth().entries().entrySet().stream()
        .flatMap(known -> takenAway(known.getKey(), known.getValue(), wanted.getOrDefault(known.getKey(), AuthEntry.NONE)).stream())
        .toList();
  }

  private Optional<Effect> takenAway(String name, AuthEntry before, AuthEntry after) {
    var user = state.spec().users().stream().filter(known -> known.name().equals(name)).findFirst();
    if (before.hasCurrent() && !after.hasCurrent()) {
      var reason = user.map(known -> Revocation.ofShutOut(state.spec(), known)).orElse(Revocation.REMOVED);
      return Optional.of(new Effect.ShutOut(name, reason));
    }
    if (!before.hasPrevious() || before.previous().equals(after.previous())) {
      return Optional.empty();
    }
    var atOnce = user.filter(CredentialUser::emergency).map(any -> Revocation.NO_GRACE);
    return Optional.of(after.hasPrevious()
        ? new Effect.PreviousDisplaced(name, atOnce.orElse(Revocation.DISPLACED))
        : new Effect.PreviousRevoked(name, atOnce.orElse(Revocation.GRACE_OVER)));
  }

  private List<Effect> rebuilt() {
    return published().isEmpty()
        ? List.of()
        : List.of(new Effect.HashesRebuilt(state.spec().names().proxyAuth(), published()));
  }
}
