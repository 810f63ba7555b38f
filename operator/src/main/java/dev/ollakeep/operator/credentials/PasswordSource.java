package dev.ollakeep.operator.credentials;

/** Where a user's password comes from. */
public sealed interface PasswordSource {

  /** The word for status and annotations. */
  String text();

  /** The operator draws it. */
  record Generated() implements PasswordSource {
    @Override
    public String text() {
      return "Generated";
    }
  }

  /** A person supplies it in a Secret of theirs. */
  record Supplied(String secretName, String key) implements PasswordSource {
    @Override
    public String text() {
      return "Supplied";
    }
  }
}
