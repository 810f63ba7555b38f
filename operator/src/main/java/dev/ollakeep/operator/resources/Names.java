package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.User;

/** The names of everything made for one server; each is the server's name, or begins with it. */
public record Names(String server) {

  /** The operator's own user: it reads versions through the front door and manages models through the internal one. */
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
}
