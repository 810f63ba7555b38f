package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Component;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.ServerIdentity;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.words.Complaint;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.stream.Stream;

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
    if (seen.ifPresent().filter(secret -> isOurs(secret, server)).isPresent() || source.secretName().equals(user.secretName())) {
      return new Unusable(UserComplaint.sourceIsOurs(user.name(), source));
    }
    return seen.ifPresent()
        .map(secret -> read(secret, user, source, server))
        .orElseGet(() -> new Unusable(UserComplaint.sourceMissing(user.name(), source, server.namespace())));
  }

  /** What the operator writes cannot be what it is told. */
  private static boolean isOurs(Secret secret, ServerIdentity server) {
    return Stream.of(Component.values()).anyMatch(component -> server.owns(secret, component.text()));
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
