package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.credentials.PasswordPolicy.Judgement;
import dev.ollakeep.testing.SecretText;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords that the operator draws, and those that it accepts. */
class PasswordPolicyTest {

  @Test
  void generatedPasswordsAreLettersAndDigitsThatNeedNoPadding() {
    for (var length = 1; length <= 32; length++) {
      var user = "u".repeat(length);
      var secret = PasswordPolicy.generate(fresh(length), user).reveal();
      assertThat(secret).matches("[A-Za-z][A-Za-z0-9]{31,33}");
      assertThat(SecretText.encoded(user + ":" + secret)).doesNotContain("=");
    }
  }

  @Test
  void everyUserAndEveryDrawGivesAnotherPassword() {
    var seen = new HashSet<String>();
    for (var draw = 0; draw < 200; draw++) {
      for (var user : new String[] {"a", "b", "ab"}) {
        assertThat(seen.add(PasswordPolicy.generate(fresh(draw), user).reveal())).isTrue();
      }
    }
    assertThat(PasswordPolicy.generate(fresh(1), "a")).isEqualTo(PasswordPolicy.generate(fresh(1), "a"));
  }

  /** Chi squared over 62 characters; 110 would be passed by chance once in ten thousand runs, and the seeds are fixed. */
  @Test
  void everyCharacterIsEquallyLikely() {
    var counts = new int[128];
    var drawn = 0;
    for (var i = 0; i < 2000; i++) {
      for (var c : PasswordPolicy.generate(fresh(i), "alice").reveal().substring(1).toCharArray()) {
        counts[c]++;
        drawn++;
      }
    }
    var expected = drawn / 62.0;
    var deviation = 0.0;
    for (var c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".toCharArray()) {
      deviation += Math.pow(counts[c] - expected, 2) / expected;
    }
    assertThat(deviation).isBetween(20.0, 110.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr0ub4dor-and-3-horses", "with: a colon, is fine", "0123456789abcdeg", "SixteenCharsLong",
      "newline at the end\n", "windows line end\r\n", " spaces around it are kept "})
  void acceptsWhatIsLongAndVaried(String password) {
    assertThat(PasswordPolicy.judge(password, "alice", "hello")).isInstanceOf(Judgement.Strong.class);
  }

  @Test
  void exactlyOneNewlineIsStripped() {
    var verdict = (Judgement.Strong) PasswordPolicy.judge("sixteen chars ok\n", "alice", "hello");
    assertThat(verdict.password().reveal()).isEqualTo("sixteen chars ok");
    assertThat(PasswordPolicy.judge("sixteen chars ok\n\n", "alice", "hello")).isInstanceOf(Judgement.Weak.class);
  }

  @Test
  void theLongestIsShortEnoughForTheProxy() {
    var longest = "abcdefgh".repeat(16);
    assertThat(PasswordPolicy.judge(longest, "alice", "hello")).isInstanceOf(Judgement.Strong.class);
    assertThat(PasswordPolicy.judge(longest + "a", "alice", "hello")).isInstanceOf(Judgement.Weak.class);
    assertThat(SecretText.encoded("u".repeat(32) + ":" + longest)).hasSizeLessThanOrEqualTo(256);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(delimiter = '|', value = {
      "fifteen chars!!| 16 to 128 characters",
      "''| 16 to 128 characters",
      "aaaaaaaabbbbbbbbccccccc1234| different characters",
      "contains-Alice-in-it| the user's name",
      "say hello to nobody| the server's name",
      "MyPassword-is-long-1| neither \"password\" nor",
      "my-OLLAMA-secret-0| nor \"ollama\"",
      "qwertyuiopasdfghjkl| common passwords",
      "CorrectHorseBatteryStaple| common passwords",
      "pässwörter sind lang genug| printable ASCII",
  })
  void refusesAndSaysWhyWithoutThePassword(String password, String rule) {
    var weak = (Judgement.Weak) PasswordPolicy.judge(password, "alice", "hello");
    assertThat(weak.rule()).contains(rule);
    assertThat(password.isEmpty() || !weak.rule().contains(password)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tab\tin the middle", "nul\0in the middle", "line\nbreak in it all", "delete\u007f in the middle"})
  void refusesControlCharacters(String password) {
    assertThat(PasswordPolicy.judge(password, "alice", "hello")).isInstanceOf(Judgement.Weak.class);
  }

  @Test
  void aNameOfOneOrTwoLettersIsNotLookedFor() {
    assertThat(PasswordPolicy.judge("nine lives, eight cats", "a", "ls")).isInstanceOf(Judgement.Strong.class);
  }

  private static Fresh fresh(int draw) {
    var seed = new byte[32];
    new Random(draw).nextBytes(seed);
    return new Fresh(seed);
  }
}
