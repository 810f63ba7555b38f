package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.plan.Observed;
import dev.ollakeep.operator.plan.Seen;
import dev.ollakeep.operator.resources.Labels;
import io.fabric8.kubernetes.api.model.Secret;

/** Where a user's next secret would come from, as things are. */
sealed interface Supply {

  /** The operator draws it. */
  record Drawn() implements Supply {}

  /** A person supplied this one, and it is good. */
  record Usable(Plaintext password) implements Supply {}

  /** A person was to supply it; there is nothing that can be used. */
  record Unusable(Problem problem) implements Supply {}

  static Supply of(CredentialUser user, ServerIdentity server, Observed observed) {
    if (!(user.source() instanceof PasswordSource.Supplied source)) {
      return new Drawn();
    }
    var seen = observed.secret(source.secretName());
    if (seen instanceof Seen.Unknown<Secret> unknown) {
      return new Unusable(new Problem.NotSeen(user.name(), source.secretName(), unknown.why()));
    }
    return seen.ifPresent()
        .map(secret -> read(secret, user, source, server))
        .orElseGet(() -> new Unusable(new Problem.SourceMissing(user.name(), source, server.namespace())));
  }

  private static Supply read(Secret secret, CredentialUser user, PasswordSource.Supplied source, ServerIdentity server) {
    var labels = secret.getMetadata().getLabels();
    if (labels == null || !"true".equals(labels.get(Labels.AUTH_SOURCE))) {
      return new Unusable(new Problem.SourceNotLabelled(user.name(), source, server.namespace()));
    }
    var data = SecretData.of(secret);
    if (!data.keys().contains(source.key())) {
      return new Unusable(new Problem.SourceMissing(user.name(), source, server.namespace()));
    }
    // Bytes that are not UTF-8 are not printable ASCII either: the replacement character gets the same verdict.
    var verdict = PasswordPolicy.judge(data.text(source.key()).orElse("\ufffd".repeat(16)), user.name(), server.name());
    if (verdict instanceof PasswordPolicy.Verdict.Strong strong) {
      return new Usable(strong.password());
    }
    var rule = ((PasswordPolicy.Verdict.Weak) verdict).rule();
    return new Unusable(new Problem.WeakPassword(user.name(), source, server.namespace(), rule));
  }
}
