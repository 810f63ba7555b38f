package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.ClientEndpoint;
import dev.ollakeep.operator.names.Labels;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Secret that a user's clients read: one password in every form that a client may want.
 *
 * <p>It follows the Service Binding specification. Everything in it derives from the password and the endpoint.
 */
final class CredentialSecret {

  static final String PASSWORD = "password";
  static final String PUBLISHED_AT = "ollakeep.dev/published-at";
  static final String SERVER_REQUEST = "ollakeep.dev/server-request-id";
  static final String USER_REQUEST = "ollakeep.dev/user-request-id";
  static final String SOURCE = "ollakeep.dev/source";
  private static final String TYPE = "servicebinding.io/ollama";

  private CredentialSecret() {}

  /**
   * What is noted about a password.
   *
   * @param publishedAt when clients could first read it
   * @param answered the requests that it answered
   * @param source where it came from
   */
  record Notes(Instant publishedAt, Requests answered, String source) {
    private Map<String, String> annotations() {
      return new TreeMap<>(Map.of(
          PUBLISHED_AT, publishedAt.toString(),
          SERVER_REQUEST, answered.server(),
          USER_REQUEST, answered.user(),
          SOURCE, source));
    }
  }

  /** A time as it is noted. */
  static Instant time(Instant now) {
    return now.truncatedTo(ChronoUnit.MILLIS);
  }

  static Secret create(CredentialSpec spec, CredentialUser user, Plaintext password, Notes notes) {
    var secret = draft(spec, user, password, notes).create(user.secretName(), TYPE);
    secret.getMetadata().getLabels().put(Labels.USER, user.name());
    return secret;
  }

  static SecretDraft draft(CredentialSpec spec, CredentialUser user, Plaintext password, Notes notes) {
    var data = SecretData.ofText(text(spec.endpoint(), user.name(), password));
    return new SecretDraft(spec.server(), user.component(), notes.annotations(), data);
  }

  private static Map<String, String> text(ClientEndpoint endpoint, String user, Plaintext password) {
    var login = new LoginText(user, password);
    var key = login.apiKey();
    var text = new TreeMap<String, String>();
    text.put("type", "ollama");
    text.put("provider", "ollakeep");
    text.put("host", endpoint.host());
    text.put("port", Integer.toString(endpoint.port()));
    text.put("uri", endpoint.uri());
    text.put("username", user);
    text.put(PASSWORD, password.reveal());
    text.put("api-key", key);
    text.put("basic-auth", login.basic());
    endpoint.externalUrl().ifPresent(url -> text.put("external-url", url));
    endpoint.caPem().ifPresent(pem -> text.put("ca.crt", pem));
    text.put("OLLAMA_HOST", endpoint.uri());
    text.put("OLLAMA_API_KEY", key);
    text.put("OPENAI_BASE_URL", endpoint.uri() + "/v1");
    text.put("OPENAI_API_KEY", key);
    text.put("ANTHROPIC_BASE_URL", endpoint.uri());
    text.put("ANTHROPIC_AUTH_TOKEN", key);
    return text;
  }
}
