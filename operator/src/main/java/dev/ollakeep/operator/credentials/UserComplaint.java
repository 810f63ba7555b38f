package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import java.time.Instant;

/** Why a user's credential cannot be what it should be, and what a person can do; the last good one stays in use. */
final class UserComplaint {

  private UserComplaint() {}

  /** The supplied password breaks a rule; {@code rule} says which, without the password. */
  static Complaint weakPassword(String user, PasswordSource.Supplied source, String namespace, String rule) {
    return new Complaint(Reason.WEAK_PASSWORD,
        "The password of user " + user + " in Secret " + source.secretName() + ", key " + source.key()
        + ", cannot be used: " + rule + ". The last good one stays in use; put a better one there: kubectl -n " + namespace
        + " create secret generic " + source.secretName() + " --from-file=" + source.key()
        + "=PASSWORD_FILE --dry-run=client -o yaml | kubectl apply -f -");
  }

  /** The Secret or its key is missing. */
  static Complaint sourceMissing(String user, PasswordSource.Supplied source, String namespace) {
    return new Complaint(Reason.SOURCE_SECRET_MISSING,
        "Secret " + source.secretName() + " with the key " + source.key() + " for user " + user
        + " is missing: kubectl -n " + namespace + " create secret generic " + source.secretName()
        + " --from-file=" + source.key() + "=PASSWORD_FILE, then kubectl -n " + namespace + " label secret "
        + source.secretName() + " " + Labels.AUTH_SOURCE + "=true");
  }

  /** The Secret is there, without its owner's consent. */
  static Complaint sourceNotLabelled(String user, PasswordSource.Supplied source, String namespace) {
    return new Complaint(Reason.SOURCE_SECRET_NOT_LABELLED,
        "Secret " + source.secretName() + " for user " + user + " lacks the label of consent: kubectl -n "
        + namespace + " label secret " + source.secretName() + " " + Labels.AUTH_SOURCE + "=true");
  }

  /** The Secret is one that the operator writes: it would be its own source. */
  static Complaint sourceIsOurs(String user, PasswordSource.Supplied source) {
    return new Complaint(Reason.SOURCE_SECRET_MISSING,
        "Secret " + source.secretName() + " for user " + user + " is one that the operator writes: name another one in passwordSecretRef,"
        + " with the password in key " + source.key());
  }

  /** The Secret that the user's credential would be written to belongs to somebody else. */
  static Complaint nameConflict(String user, String secretName, String namespace) {
    return new Complaint(Reason.NAME_CONFLICT,
        "Secret " + secretName + " is not ours and stays untouched, so user " + user
        + " gets no credential: if nobody needs it, kubectl -n " + namespace + " delete secret " + secretName
        + (user.equals(Names.OPERATOR_USER) ? "" : "; or take the user out of spec.auth.users, and put it back with another secretName"));
  }

  /** The user's Secret cannot be written any more. */
  static Complaint immutable(CredentialUser user, String namespace) {
    return new Complaint(Reason.IMMUTABLE_SECRET,
        "Secret " + user.secretName() + " of user " + user.name() + " was made immutable, so it cannot change: kubectl -n " + namespace
        + " delete secret " + user.secretName() + "; a new secret is made, and the present one "
        + (user.emergency() ? "is refused once clients can read that" : "keeps its grace period"));
  }

  /** Somebody deletes or changes the user's Secret again and again. */
  static Complaint contention(String user, String secretName, Instant until) {
    return new Complaint(Reason.CREDENTIAL_CONTENTION,
        "Secret " + secretName + " of user " + user + " was deleted or changed again and again by somebody else; no new secret is"
        + " made before " + until + ", and whoever has the last good one can use it");
  }

  /** Whether the Secret exists could not be found out; nothing is decided on that. */
  static Complaint notSeen(String user, String secretName, String why) {
    return new Complaint(Reason.NOT_OBSERVED,
        "Secret " + secretName + " of user " + user + " could not be read: " + why);
  }
}
