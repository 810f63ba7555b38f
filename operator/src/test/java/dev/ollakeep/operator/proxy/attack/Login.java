package dev.ollakeep.operator.proxy.attack;

import dev.ollakeep.testing.SaltedHash;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One user name with one secret, known to the proxy or not; the secret shows in no readable form. */
record Login(String name, String secret) {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  static Login random(String name, Random random) {
    StringBuilder secret = new StringBuilder();
    for (int i = 0; i < 32; i++) {
      secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new Login(name, secret.toString());
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  String token() {
    return base64(name + ":" + secret);
  }

  String basic() {
    return "Basic " + token();
  }

  /** The line of an htpasswd file. */
  String line(byte[] salt) {
    return name + ":" + SaltedHash.of(secret, salt) + "\n";
  }

  /** Every form in which the secret could turn up in a log or before the upstream. */
  Set<String> traces() {
    Set<String> traces = new TreeSet<>();
    for (String form : Set.of(secret, token(), base64(secret), base64(":" + secret))) {
      String bare = form.replaceAll("=+$", "");
      traces.add(bare);
      traces.add(bare.replace('+', '-').replace('/', '_'));
      traces.add(URLEncoder.encode(bare, StandardCharsets.UTF_8));
    }
    return traces;
  }

  @Override
  public String toString() {
    return "login of " + name;
  }
}
