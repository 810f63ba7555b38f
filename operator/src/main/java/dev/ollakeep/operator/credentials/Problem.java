package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.resources.Labels;
import dev.ollakeep.operator.status.Reason;
import java.time.Instant;

/** Why a user's credential cannot be what it should be, and what a person can do; the last good one stays in use. */
public sealed interface Problem {

  Reason reason();

  /** Names the object and the remedy; never a secret. */
  String message();

  /** The supplied password breaks a rule; {@code rule} says which, without the password. */
  record WeakPassword(String user, PasswordSource.Supplied source, String namespace, String rule) implements Problem {
    @Override
    public Reason reason() {
      return Reason.WEAK_PASSWORD;
    }

    @Override
    public String message() {
      return "The password of user " + user + " in Secret " + source.secretName() + ", key " + source.key()
          + ", cannot be used: " + rule + ". The last good one stays in use; put a better one there: kubectl -n " + namespace
          + " create secret generic " + source.secretName() + " --from-file=" + source.key()
          + "=PASSWORD_FILE --dry-run=client -o yaml | kubectl apply -f -";
    }
  }

  /** The Secret or its key is missing. */
  record SourceMissing(String user, PasswordSource.Supplied source, String namespace) implements Problem {
    @Override
    public Reason reason() {
      return Reason.SOURCE_SECRET_MISSING;
    }

    @Override
    public String message() {
      return "Secret " + source.secretName() + " with the key " + source.key() + " for user " + user
          + " is missing: kubectl -n " + namespace + " create secret generic " + source.secretName()
          + " --from-file=" + source.key() + "=PASSWORD_FILE, then kubectl -n " + namespace + " label secret "
          + source.secretName() + " " + Labels.AUTH_SOURCE + "=true";
    }
  }

  /** The Secret is there, without its owner's consent. */
  record SourceNotLabelled(String user, PasswordSource.Supplied source, String namespace) implements Problem {
    @Override
    public Reason reason() {
      return Reason.SOURCE_SECRET_NOT_LABELLED;
    }

    @Override
    public String message() {
      return "Secret " + source.secretName() + " for user " + user + " lacks the label of consent: kubectl -n "
          + namespace + " label secret " + source.secretName() + " " + Labels.AUTH_SOURCE + "=true";
    }
  }

  /** The Secret that the user's credential would be written to belongs to somebody else. */
  record NameConflict(String user, String secretName, String namespace) implements Problem {
    @Override
    public Reason reason() {
      return Reason.NAME_CONFLICT;
    }

    @Override
    public String message() {
      return "Secret " + secretName + " is not ours and stays untouched, so user " + user
          + " gets no credential: rename or remove it (kubectl -n " + namespace + " delete secret " + secretName
          + "), or give the user another secretName";
    }
  }

  /** The user's Secret cannot be written any more. */
  record Immutable(String user, String secretName, String namespace) implements Problem {
    @Override
    public Reason reason() {
      return Reason.IMMUTABLE_SECRET;
    }

    @Override
    public String message() {
      return "Secret " + secretName + " of user " + user + " was made immutable, so it cannot change: kubectl -n " + namespace
          + " delete secret " + secretName + "; a new secret is made, and the present one keeps its grace period";
    }
  }

  /** Somebody deletes or changes the user's Secret again and again. */
  record Contention(String user, String secretName, Instant until) implements Problem {
    @Override
    public Reason reason() {
      return Reason.CREDENTIAL_CONTENTION;
    }

    @Override
    public String message() {
      return "Secret " + secretName + " of user " + user + " was deleted or changed again and again by somebody else; no new secret is"
          + " made before " + until + ", and the last good one stays in use";
    }
  }

  /** Whether the Secret exists could not be found out; nothing is decided on that. */
  record NotSeen(String user, String secretName, String why) implements Problem {
    @Override
    public Reason reason() {
      return Reason.NOT_OBSERVED;
    }

    @Override
    public String message() {
      return "Secret " + secretName + " of user " + user + " could not be read: " + why;
    }
  }
}
