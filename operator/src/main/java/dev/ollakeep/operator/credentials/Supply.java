package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.ServerIdentity;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.words.Complaint;
import io.fabric8.kubernetes.api.model.Secret;

/** Where a user's next secret would come from, as things are. */
sealed interface Supply {

  /** The operator draws it. */
  record Drawn() implements Supply {}

  /** A person supplied this one, and it is good. */
  record Usable(Plaintext password) implements Supply {}

  /** A person was to supply it; there is nothing that can be used. */
  record Unusable(Complaint problem) implements Supply {}

  static Supply of(CredentialUser user, ServerIdentity server, Observed observed) {
    if (!(user.source() instanceof PasswordSource.Supplied source)) {
      return new Drawn();
    }
    var seen = observed.secret(source.secretName());
    if (seen instanceof Seen.Unknown<Secret> unknown) {
      return new Unusable(UserComplaint.notSeen(user.name(), source.secretName(), unknown.why()));
    }
    return seen.ifPresent()
        .map(secret -> read(secret, user, source, server))
        .orElseGet(() -> new Unusable(UserComplaint.sourceMissing(user.name(), source, server.namespace())));
  }

  private static Supply read(Secret secret, CredentialUser user, PasswordSource.Supplied source, ServerIdentity server) {
    var labels = secret.getMetadata().getLabels();
    if (labels == null || !"true".equals(labels.get(Labels.AUTH_SOURCE))) {
      return new Unusable(UserComplaint.sourceNotLabelled(user.name(), source, server.namespace()));
    }
    var data = SecretData.of(secret);
    if (!data.keys().contains(source.key())) {
      return new Unusable(UserComplaint.sourceMissing(user.name(), source, server.namespace()));
    }
    // Bytes that are not UTF-8 are not printable ASCII either: the replacement character is judged the same.
    var judgement = PasswordPolicy.judge(data.text(source.key()).orElse("\ufffd".repeat(16)), user.name(), server.name());
    if (judgement instanceof PasswordPolicy.Judgement.Strong strong) {
      return new Usable(strong.password());
    }
    var rule = ((PasswordPolicy.Judgement.Weak) judgement).rule();
    return new Unusable(UserComplaint.weakPassword(user.name(), source, server.namespace(), rule));
  }
}
