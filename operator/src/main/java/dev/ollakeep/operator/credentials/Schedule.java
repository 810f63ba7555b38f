package dev.ollakeep.operator.credentials;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;

/**
 * How old the secrets of one server get.
 *
 * <p>A pure function of the server's UID, the user's name and the interval: a restart or a second operator finds the same
 * age, and a new interval counts for the secrets that are out.
 */
record Schedule(String serverUid, Duration interval) {

  /** Shorter ones are refused: a rotation takes a minute where kubelets are slow. */
  static final Duration SHORTEST = Duration.ofHours(1);

  private static final Duration LONGEST_DELAY = Duration.ofHours(1);
  private static final int TENTH = 10;

  /** The age at which a user's secret is replaced: the interval, and a delay of that user's own so that not all are due at once. */
  Duration lifetime(String user) {
    return interval.plus(delay(user));
  }

  /** From nothing up to a tenth of the interval, and never more than an hour. */
  private Duration delay(String user) {
    var tenth = interval.dividedBy(TENTH);
    var most = tenth.compareTo(LONGEST_DELAY) < 0 ? tenth : LONGEST_DELAY;
    return Duration.ofSeconds(draw(user).mod(BigInteger.valueOf(most.toSeconds() + 1)).longValueExact());
  }

  /** A slash is in no UID and in no user's name, so no two pairs are drawn alike. */
  private BigInteger draw(String user) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest((serverUid + "/" + user).getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, Arrays.copyOf(digest, Long.BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
