package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.resources.Names;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/**
 * The operator's own credential, in the forms that a proxy takes.
 *
 * <p>Made of the password alone: what else stands in the Secret may have been edited.
 */
public final class OperatorLogin {

  private final Plaintext password;

  private OperatorLogin(Plaintext password) {
    this.password = password;
  }

  /** What the Secret of the operator's credential says; empty when it holds no password that we could have written. */
  public static Optional<OperatorLogin> of(Secret seen) {
    return StoredCredential.of(seen).password().map(OperatorLogin::new);
  }

  /** A login with this password, right or wrong. */
  public static OperatorLogin withPassword(String password) {
    return new OperatorLogin(new Plaintext(password));
  }

  /** The value of {@code Authorization}. */
  public String basic() {
    return new LoginText(Names.OPERATOR_USER, password).basic();
  }

  /** The value of {@code x-api-key}. */
  public String apiKey() {
    return new LoginText(Names.OPERATOR_USER, password).apiKey();
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "OperatorLogin";
  }
}
