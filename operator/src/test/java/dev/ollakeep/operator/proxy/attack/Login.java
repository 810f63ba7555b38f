package dev.ollakeep.operator.proxy.attack;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  /** The line of an htpasswd file, made here from RFC 2307 so that no product code vouches for itself. */
  String line(byte[] salt) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(secret.getBytes(StandardCharsets.UTF_8));
      byte[] digest = sha1.digest(salt);
      byte[] both = new byte[digest.length + salt.length];
      System.arraycopy(digest, 0, both, 0, digest.length);
      System.arraycopy(salt, 0, both, digest.length, salt.length);
      return name + ":{SSHA}" + Base64.getEncoder().encodeToString(both) + "\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
