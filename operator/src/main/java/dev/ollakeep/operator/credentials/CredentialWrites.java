package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Component;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.observed.Observed;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes to the Secrets that clients read.
 *
 * <p>A password changes there only once every pod that can accept a login knows it.
 */
final class CredentialWrites {

  private final CredentialState state;
  private final Observed observed;

  CredentialWrites(CredentialState state, Observed observed) {
    this.state = state;
    this.observed = observed;
  }

  /** Hands each verified secret to its clients. */
  Stream<CredentialStep> publish() {
    return state.positions().stream()
        .filter(RunningPosition.Verified.class::isInstance)
        .map(RunningPosition.Verified.class::cast)
        .flatMap(verified -> verified.publication(state.spec()).stream());
  }

  /** Mends whatever derives from the password, and the notes about it; the password and its time stay. */
  Stream<CredentialStep> heal() {
    return state.users().stream().flatMap(user -> heal(user).stream());
  }

  private Optional<CredentialStep> heal(UserFacts user) {
    var trusted = !user.entry().hasCurrent() || user.currentIsPublished() || user.previousIsPublished();
    if (user.published().isEmpty() || !trusted || user.credential().isImmutable()) {
      return Optional.empty();
    }
    var seen = user.credential().ours().orElseThrow();
    var stored = user.stored().orElseThrow();
    var notes = new CredentialSecret.Notes(
        stored.publishedAt().orElseGet(() -> CredentialSecret.time(state.now())),
        answered(user, stored),
        user.sourceOf(stored.source().orElse("")));
    var draft = CredentialSecret.draft(state.spec(), user.user(), user.published().get(), notes);
    return draft.differsFrom(seen)
        ? Optional.of(new CredentialStep.Update(draft.update(seen), List.of()))
        : Optional.empty();
  }

  /** A supplied password answers every request by being what it is. */
  private static Requests answered(UserFacts user, StoredCredential stored) {
    var wanted = user.user().requests();
    return user.user().generated()
        ? new Requests(stored.serverRequest().orElse(wanted.server()), stored.userRequest().orElse(wanted.user()))
        : wanted;
  }

  /** Deletes what is left of users that are gone, and of names that users no longer have. */
  Stream<CredentialStep> remove() {
    return observed.secrets().values().stream()
        .flatMap(seen -> seen.ifPresent().stream())
        .filter(secret -> state.spec().server().owns(secret, Component.CREDENTIALS.text()))
        .filter(secret -> Held.labels(secret).containsKey(Labels.USER))
        .sorted(Comparator.comparing(secret -> secret.getMetadata().getName()))
        .flatMap(this::remove);
  }

  private Stream<CredentialStep> remove(Secret secret) {
    var name = Held.labels(secret).get(Labels.USER);
    var meta = secret.getMetadata();
    var user = state.users().stream().filter(known -> known.name().equals(name)).findFirst();
    if (user.isEmpty()) {
      return Stream.of(new CredentialStep.Delete(meta.getName(), meta.getResourceVersion(),
          List.of(new Effect.UserRemoved(name, meta.getName()))));
    }
    var moved = !user.get().user().secretName().equals(meta.getName()) && user.get().currentIsPublished();
    return moved
        ? Stream.of(new CredentialStep.Delete(meta.getName(), meta.getResourceVersion(), List.of()))
        : Stream.empty();
  }
}
