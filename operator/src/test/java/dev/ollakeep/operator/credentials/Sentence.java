package dev.ollakeep.operator.credentials;

/** A step as tests name it, without versions. */
final class Sentence {

  private Sentence() {}

  static String of(CredentialStep step) {
    return step.getClass().getSimpleName() + " " + step.secretName();
  }
}
