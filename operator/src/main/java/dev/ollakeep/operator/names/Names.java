package dev.ollakeep.operator.names;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.User;
import java.util.Optional;

/** The names of everything made for one server; each is the server's name, or begins with it. */
public record Names(String server) {

  /** The operator's own user: it asks Ollama's version, as a Viewer. */
  public static final String OPERATOR_USER = "ollakeep";

  public static Names of(OllamaServer server) {
    return new Names(server.getMetadata().getName());
  }

  public String proxyConfig() {
    return server + "-proxy";
  }

  /** Salted hashes and role files: what the proxy reads at every request. */
  public String proxyAuth() {
    return server + "-proxy-auth";
  }

  /** The journal of a running rotation. */
  public String journal() {
    return server + "-auth-next";
  }

  /** What the operator's own user logs in with. */
  public String operatorCredentials() {
    return server + "-operator";
  }

  /** What a user's clients read. */
  public String credentials(User user) {
    return user.secretName().isEmpty() ? server + "-" + user.name() + "-credentials" : user.secretName();
  }

  public String modelVolume() {
    return server + "-models";
  }

  /** The certificate that cert-manager writes for this server. */
  public String tlsSecret() {
    return server + "-tls";
  }

  /** The Secret with the certificate that is served: cert-manager's or the user's; empty without TLS. */
  public static Optional<String> certificateSecret(OllamaServer server) {
    return server.getSpec().tlsIfAny()
        .map(tls -> tls.issued().isPresent() ? Names.of(server).tlsSecret() : tls.secretName());
  }
}
