package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.plan.Observed;
import dev.ollakeep.operator.resources.Labels;
import dev.ollakeep.operator.status.Announcement;
import dev.ollakeep.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  private final Situation situation;
  private final Observed observed;

  CredentialWrites(Situation situation, Observed observed) {
    this.situation = situation;
    this.observed = observed;
  }

  /** Verified: hands the next new secret to its clients. */
  Optional<CredentialStep> publish() {
    return situation.users().stream()
        .filter(user -> user.credential().isWritable())
        .filter(user -> user.active() && user.carried() && !user.delivered() && situation.gatePassed(user))
        .flatMap(user -> publish(user).stream())
        .findFirst();
  }

  private Optional<CredentialStep> publish(UserFacts user) {
    var entry = user.journalled().orElseThrow();
    var notes = new CredentialSecret.Notes(publicationTime(), entry.answers(), source(user, entry.source()));
    var events = List.of(Announcement.normal(Reason.CREDENTIALS_PUBLISHED, publication(user)));
    if (user.credential().isMissing()) {
      return Optional.of(new CredentialStep.Create(
          CredentialSecret.create(situation.spec(), user.user(), entry.secret(), notes), events));
    }
    var draft = CredentialSecret.draft(situation.spec(), user.user(), entry.secret(), notes);
    return user.credential().ours().map(seen -> new CredentialStep.Update(draft.update(seen), events));
  }

  /** Who reads a Secret into the environment does not see it change. */
  private static String publication(UserFacts user) {
    var holds = "Secret " + user.user().secretName() + " of user " + user.name() + " holds a new secret";
    return user.entry().hasPrevious()
        ? holds + "; clients that read it into their environment must restart before the previous one ends"
        : holds;
  }

  /** Mends whatever derives from the password, and the notes about it; the password and its time stay. */
  Optional<CredentialStep> heal() {
    return situation.users().stream().flatMap(user -> heal(user).stream()).findFirst();
  }

  private Optional<CredentialStep> heal(UserFacts user) {
    var trusted = !user.entry().hasCurrent() || user.currentIsPublished() || user.previousIsPublished();
    if (user.published().isEmpty() || !trusted || user.credential().isImmutable()) {
      return Optional.empty();
    }
    var stored = user.stored().orElseThrow();
    var notes = new CredentialSecret.Notes(
        stored.publishedAt().orElseGet(this::publicationTime),
        answered(user, stored),
        source(user, stored.source().orElse("")));
    var draft = CredentialSecret.draft(situation.spec(), user.user(), user.published().get(), notes);
    return draft.differsFrom(stored.seen())
        ? Optional.of(new CredentialStep.Update(draft.update(stored.seen()), List.of()))
        : Optional.empty();
  }

  /** A supplied password answers every request by being what it is. */
  private static Requests answered(UserFacts user, StoredCredential stored) {
    var wanted = user.user().requests();
    return user.user().generated()
        ? new Requests(stored.serverRequest().orElse(wanted.server()), stored.userRequest().orElse(wanted.user()))
        : wanted;
  }

  private static String source(UserFacts user, String noted) {
    var supplied = user.supply() instanceof Supply.Usable usable && user.published().equals(Optional.of(usable.password()));
    return supplied || noted.isEmpty() ? user.user().source().text() : noted;
  }

  /** Deletes what is left of users that are gone, and of names that users no longer have. */
  Optional<CredentialStep> remove() {
    return observed.secrets().values().stream()
        .flatMap(seen -> seen.ifPresent().stream())
        .filter(secret -> situation.spec().server().owns(secret, Component.CREDENTIALS.text()))
        .filter(secret -> Held.labels(secret).containsKey(Labels.USER))
        .sorted(Comparator.comparing(secret -> secret.getMetadata().getName()))
        .flatMap(this::remove)
        .findFirst();
  }

  private Stream<CredentialStep> remove(Secret secret) {
    var name = Held.labels(secret).get(Labels.USER);
    var meta = secret.getMetadata();
    var user = situation.users().stream().filter(known -> known.name().equals(name)).findFirst();
    if (user.isEmpty()) {
      return Stream.of(new CredentialStep.Delete(meta.getName(), meta.getResourceVersion(),
          List.of(Announcement.normal(Reason.USER_REMOVED,
              "User " + name + " is gone: hash, role and Secret " + meta.getName()))));
    }
    var moved = !user.get().user().secretName().equals(meta.getName()) && user.get().currentIsPublished();
    return moved
        ? Stream.of(new CredentialStep.Delete(meta.getName(), meta.getResourceVersion(), List.of()))
        : Stream.empty();
  }

  private Instant publicationTime() {
    return situation.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
