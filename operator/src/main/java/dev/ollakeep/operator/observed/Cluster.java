package dev.ollakeep.operator.observed;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of the cluster around the server.
 *
 * @param kinds which optional kinds it serves
 * @param ingressClasses controller by IngressClass name; Unknown without the permission to read them
 * @param defaultIngressClass the class annotated as default, if any
 * @param issuer readiness of the issuer that the server asks for; Absent when there is no such issuer
 */
public record Cluster(
    ServedKinds kinds,
    Seen<Map<String, String>> ingressClasses,
    Optional<String> defaultIngressClass,
    Seen<IssuerState> issuer) {

  /** Whether an issuer is ready, with its own words. */
  public record IssuerState(boolean ready, boolean selfSigned, String message) {}
}
