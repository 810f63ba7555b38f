package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.words.Complaint;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that decides about one user, gathered from the Secrets.
 *
 * @param user the user as asked for
 * @param admitted whether the user may log in at the public listener
 * @param entry what the proxies know of the user
 * @param journalled the user's entry in the journal
 * @param credential what lies under the name of the user's Secret
 * @param supply where a next secret would come from
 */
record UserFacts(
    CredentialUser user,
    boolean admitted,
    AuthEntry entry,
    Optional<Journal.Entry> journalled,
    Held<StoredCredential> credential,
    Supply supply) {

  String name() {
    return user.name();
  }

  /** The operator's own user keeps its hash in a lockdown, so its secret goes on rotating. */
  boolean active() {
    return admitted || user.reserved();
  }

  /** What the user's Secret says, if it is ours. */
  Optional<StoredCredential> stored() {
    return credential.content();
  }

  /** The secret that clients read now. */
  Optional<Plaintext> published() {
    return stored().flatMap(StoredCredential::password);
  }

  /** The proxies' Secret holds the hash of the secret in the journal. */
  boolean carried() {
    return journalled.filter(next -> entry.currentVerifies(next.secret())).isPresent();
  }

  /** Clients can read the secret that is in the journal. */
  boolean delivered() {
    return journalled.isPresent() && journalled.map(Journal.Entry::secret).equals(published());
  }

  /**
   * The journal holds a secret whose time has not come: taking it up would end a running grace.
   *
   * <p>A second operator that acts on what it saw long ago can write such an entry, or an emergency that was called off.
   */
  boolean premature() {
    return journalled.isPresent() && !carried() && entry.hasPrevious() && currentIsPublished() && !user.emergency();
  }

  boolean currentIsPublished() {
    return published().filter(entry::currentVerifies).isPresent();
  }

  boolean previousIsPublished() {
    return published().filter(entry::previousVerifies).isPresent();
  }

  /** When the previous secret ends; empty without one, or while its successor is not published. */
  Optional<Instant> graceEndsAt() {
    if (!entry.hasPrevious() || journalled.isPresent() || !currentIsPublished()) {
      return Optional.empty();
    }
    return stored().flatMap(StoredCredential::publishedAt).map(published -> published.plus(user.gracePeriod()));
  }

  /** The previous secret has had its time; an emergency gives it none, whatever the clock says. */
  boolean graceIsOver(Instant now) {
    return graceEndsAt().filter(end -> user.emergency() || !now.isBefore(end)).isPresent();
  }

  /** When the published secret is to be replaced because of its age; empty when it never is, or its successor is on its way. */
  Optional<Instant> replaceAt() {
    if (!active() || journalled.isPresent() || published().isEmpty()) {
      return Optional.empty();
    }
    return stored().flatMap(StoredCredential::publishedAt).flatMap(published -> user.lifetime().map(published::plus));
  }

  Optional<Complaint> problem(String namespace) {
    if (credential instanceof Held.Foreign) {
      return Optional.of(UserComplaint.nameConflict(name(), user.secretName(), namespace));
    }
    if (credential instanceof Held.Unseen<StoredCredential> unseen) {
      return Optional.of(UserComplaint.notSeen(name(), user.secretName(), unseen.why()));
    }
    if (credential.isImmutable()) {
      return Optional.of(UserComplaint.immutable(user, namespace));
    }
    return supply instanceof Supply.Unusable unusable ? Optional.of(unusable.problem()) : Optional.empty();
  }

  /** Where the published secret, or the next one, came from; {@code noted} when nothing tells better. */
  String sourceOf(String noted) {
    var supplied = supply instanceof Supply.Usable usable && published().equals(Optional.of(usable.password()));
    return supplied || noted.isEmpty() ? user.source().text() : noted;
  }

  /** Requests of the resource that neither the published secret nor the one in the journal answers. */
  Optional<String> unanswered() {
    return unansweredForUser().or(this::unansweredForServer);
  }

  Optional<String> unansweredForUser() {
    return asked(user.requests().user(), answered().user());
  }

  /** Whoever supplies a password changes it at its source: the server's request does not concern it. */
  Optional<String> unansweredForServer() {
    return user.generated() ? asked(user.requests().server(), answered().server()) : Optional.empty();
  }

  /** The requests that the newest secret answers; where the note is gone, the present ones: nobody asked for more. */
  Requests answered() {
    if (journalled.isPresent()) {
      return journalled.get().answers();
    }
    var server = stored().flatMap(StoredCredential::serverRequest).orElse(user.requests().server());
    var ofUser = stored().flatMap(StoredCredential::userRequest).orElse(user.requests().user());
    return new Requests(server, ofUser);
  }

  /** The requests that a secret made now answers; an emptied field does not make an old request new again. */
  Requests answeredNow() {
    var wanted = user.requests();
    var before = answered();
    return new Requests(
        wanted.server().isEmpty() ? before.server() : wanted.server(),
        wanted.user().isEmpty() ? before.user() : wanted.user());
  }

  private static Optional<String> asked(String wanted, String answered) {
    return wanted.isEmpty() || wanted.equals(answered) ? Optional.empty() : Optional.of(wanted);
  }
}
