package dev.ollakeep.operator.credentials;

/** Hashes secrets with the salts of one plan, which depend on the user and on whether clients read the secret already. */
record Salting(Fresh fresh) {

  String hash(UserFacts facts, Plaintext secret) {
    var purpose = facts.published().filter(secret::equals).isPresent() ? "salt-published" : "salt";
    return SaltedSha1.hash(secret, Derivation.of(fresh, purpose, facts.name()).bytes(SaltedSha1.SALT_LENGTH));
  }
}
