package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** The certificate's private key. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PrivateKey(
    PrivateKeyAlgorithm algorithm,
    Integer size,
    PrivateKeyRotationPolicy rotationPolicy) {

  public PrivateKey {
    algorithm = algorithm == null ? PrivateKeyAlgorithm.ECDSA : algorithm;
    size = size == null ? algorithm == PrivateKeyAlgorithm.RSA ? 2048 : 256 : size;
    rotationPolicy = rotationPolicy == null ? PrivateKeyRotationPolicy.ALWAYS : rotationPolicy;
  }
}
