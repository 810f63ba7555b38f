package dev.ollakeep.operator.credentials;

import java.util.Locale;
import java.util.Set;

/** What a password must be: how the operator draws one, and what it accepts from a person. */
final class PasswordPolicy {

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String ALPHABET = LETTERS + "0123456789";
  private static final int GENERATED_LENGTH = 32;
  private static final int SHORTEST = 16;
  private static final int LONGEST = 128;
  private static final int LEAST_DISTINCT = 8;
  /** A shorter name occurs in good passwords by chance. */
  private static final int TELLING_NAME = 3;

  /** Long enough for the other rules, and the first that anybody tries. */
  private static final Set<String> COMMON = Set.of(
      "0123456789abcdef", "1234567890abcdef", "fedcba9876543210", "abcdef0123456789", "1234567890123456",
      "0123456789012345", "12345678901234567890", "abcdefghijklmnop", "abcdefghijklmnopqrstuvwxyz",
      "qwertyuiopasdfgh", "qwertyuiopasdfghjkl", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i",
      "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv", "zaq12wsxcde34rfv", "correcthorsebatterystaple",
      "correct horse battery staple", "correct-horse-battery-staple", "changemechangeme", "changeme12345678",
      "letmeinletmein12", "trustno1trustno1", "administrator123", "supersecretsecret", "thisisasecret123",
      "replace-me-please", "your-secret-here", "example-secret-123");

  private PasswordPolicy() {}

  /** What became of a supplied password. */
  sealed interface Judgement {
    record Strong(Plaintext password) implements Judgement {}

    /** {@code rule} says what is wrong, without the password. */
    record Weak(String rule) implements Judgement {}
  }

  /**
   * At least 190 bits, letters and digits, the first a letter.
   *
   * <p>Its length makes base64 of {@code user:secret} end without padding, which some clients strip or escape.
   */
  static Plaintext generate(Fresh fresh, String user) {
    var stream = Derivation.of(fresh, "secret", user);
    var excess = (user.length() + 1 + GENERATED_LENGTH) % 3;
    var length = GENERATED_LENGTH + (3 - excess) % 3;
    var secret = new StringBuilder(length);
    secret.append(LETTERS.charAt(stream.below(LETTERS.length())));
    while (secret.length() < length) {
      secret.append(ALPHABET.charAt(stream.below(ALPHABET.length())));
    }
    return new Plaintext(secret.toString());
  }

  /** Judges what a person put into a Secret, one trailing newline aside: editors and {@code echo} add it. */
  static Judgement judge(String supplied, String user, String server) {
    var password = withoutNewline(supplied);
    if (password.length() < SHORTEST || password.length() > LONGEST) {
      return new Judgement.Weak("it must have " + SHORTEST + " to " + LONGEST + " characters");
    }
    if (!password.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return new Judgement.Weak("it must consist of printable ASCII characters");
    }
    if (password.chars().distinct().count() < LEAST_DISTINCT) {
      return new Judgement.Weak("it must have at least " + LEAST_DISTINCT + " different characters");
    }
    return judgeWords(password, user, server);
  }

  private static Judgement judgeWords(String password, String user, String server) {
    var lower = password.toLowerCase(Locale.ROOT);
    if (contains(lower, user)) {
      return new Judgement.Weak("it must not contain the user's name");
    }
    if (contains(lower, server)) {
      return new Judgement.Weak("it must not contain the server's name");
    }
    if (contains(lower, "password") || contains(lower, "ollama")) {
      return new Judgement.Weak("it must contain neither \"password\" nor \"ollama\"");
    }
    if (COMMON.contains(lower)) {
      return new Judgement.Weak("it is on the list of common passwords");
    }
    return new Judgement.Strong(new Plaintext(password));
  }

  private static boolean contains(String lowerPassword, String name) {
    return name.length() >= TELLING_NAME && lowerPassword.contains(name.toLowerCase(Locale.ROOT));
  }

  private static String withoutNewline(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
