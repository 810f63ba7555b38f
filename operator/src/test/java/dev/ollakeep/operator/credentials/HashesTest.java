package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hash and the file that holds it. */
class HashesTest {

  private static final Plaintext SECRET = new Plaintext("correct horse battery staple");
  private static final String KNOWN = "{SSHA}e0hu+WdvSm9HTU9++WhsaCCqTBAAAQIDBAUGBwgJCgsMDQ4P";

  @Test
  void theHashEqualsOneMadeElsewhere() {
    var salt = new byte[16];
    for (var i = 0; i < salt.length; i++) {
      salt[i] = (byte) i;
    }
    assertThat(SaltedSha1.hash(SECRET, salt)).isEqualTo(KNOWN);
    assertThat(SaltedSha1.verify(SECRET, KNOWN)).isTrue();
    assertThat(SaltedSha1.verify(new Plaintext("correct horse battery stapl"), KNOWN)).isFalse();
  }

  @Test
  void everyHashVerifiesItsSecretAndNoOther() {
    var random = new Random(7);
    var salt = new byte[16];
    for (var i = 0; i < 500; i++) {
      random.nextBytes(salt);
      var secret = new Plaintext("secret number " + i);
      var hash = SaltedSha1.hash(secret, salt);
      assertThat(SaltedSha1.verify(secret, hash)).isTrue();
      assertThat(SaltedSha1.verify(new Plaintext("secret number " + (i + 1)), hash)).isFalse();
      assertThat(Peek.verifies(hash, "secret number " + i)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{SSHA}", "{SSHA}!!!", "{SSHA}c2hvcnQ=", "$2y$10$abc", "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="})
  void whatIsNoHashOfOursVerifiesNothing(String hash) {
    assertThat(SaltedSha1.verify(SECRET, hash)).isFalse();
    assertThat(SaltedSha1.wellFormed(hash)).isFalse();
  }

  @Test
  void aSaltOfAnotherLengthIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> SaltedSha1.hash(SECRET, new byte[8]));
  }

  @Test
  void aFileIsSortedAndSurvivesReading() {
    var file = Htpasswd.of(new TreeMap<>(Map.of("bob", KNOWN, "alice", KNOWN))).render();
    assertThat(file).isEqualTo("alice:" + KNOWN + "\nbob:" + KNOWN + "\n");
    assertThat(Htpasswd.parse(file).render()).isEqualTo(file);
    assertThat(Htpasswd.of(new TreeMap<>()).render()).isEmpty();
  }

  @Test
  void readingDropsWhatIsNoLineOfOursAndKeepsTheFirstOfAUser() {
    var other = SaltedSha1.hash(SECRET, new byte[16]);
    var file = "# comment\n\nno colon\n:nobody\nalice:" + KNOWN + "\r\nalice:" + other + "\nbob:plain\n";
    assertThat(Htpasswd.parse(file).hashes()).containsExactly(Map.entry("alice", KNOWN));
  }
}
