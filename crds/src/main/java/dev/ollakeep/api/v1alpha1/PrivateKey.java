package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * The certificate's private key.
 *
 * <p>The size has its default here and not in the schema: it depends on the algorithm.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.size) || (self.algorithm == 'ECDSA' && self.size in [256, 384, 521])"
        + " || (self.algorithm == 'RSA' && self.size in [2048, 3072, 4096])",
    message = "privateKey.size must be 256, 384 or 521 with ECDSA, 2048, 3072 or 4096 with RSA, and absent with Ed25519",
    fieldPath = ".size")
public record PrivateKey(
    @JsonPropertyDescription("Algorithm of the key. Not every issuer signs every one.")
    @Default("ECDSA")
    PrivateKeyAlgorithm algorithm,

    @JsonPropertyDescription("Size in bits: 256, 384 or 521 with ECDSA (256 when absent), 2048, 3072 or 4096 with RSA (2048 when absent); "
        + "Ed25519 has but one.")
    @Min(256)
    @Max(4096)
    Integer size,

    @JsonPropertyDescription("Whether a renewal draws a new key.")
    @Default("Always")
    PrivateKeyRotationPolicy rotationPolicy) {

  public PrivateKey {
    algorithm = algorithm == null ? PrivateKeyAlgorithm.ECDSA : algorithm;
    size = size == null ? usualSize(algorithm) : size;
    rotationPolicy = rotationPolicy == null ? PrivateKeyRotationPolicy.ALWAYS : rotationPolicy;
  }

  /** Null for an algorithm that has but one. */
  private static Integer usualSize(PrivateKeyAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDSA -> 256;
      case RSA -> 2048;
      case ED25519, UNRECOGNISED -> null;
    };
  }
}
