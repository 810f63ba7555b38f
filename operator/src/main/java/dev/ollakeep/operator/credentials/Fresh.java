package dev.ollakeep.operator.credentials;

/**
 * The randomness of one plan: 32 bytes drawn by the shell, from which every new secret and salt of that plan is derived.
 *
 * <p>A plan is a pure function of it; a rule that does not fire does not use it. One draw serves one plan and is forgotten.
 */
public final class Fresh {

  private final byte[] seed;

  /** Takes 32 bytes of a cryptographic random source. */
  public Fresh(byte[] seed) {
    if (seed.length != 32) {
      throw new IllegalArgumentException("32 bytes are needed, not " + seed.length);
    }
    this.seed = seed.clone();
  }

  byte[] seed() {
    return seed.clone();
  }

  /** Never the seed. */
  @Override
  public String toString() {
    return "Fresh";
  }
}
