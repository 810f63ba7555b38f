package dev.ollakeep.operator.credentials;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User and password as HTTP headers carry them. */
record LoginText(String user, Plaintext password) {

  private static final String KEY_PREFIX = "olk_";

  String basic() {
    return "Basic " + base64();
  }

  String apiKey() {
    return KEY_PREFIX + base64();
  }

  private String base64() {
    return Base64.getEncoder().encodeToString((user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
  }

  /** Names the user only. */
  @Override
  public String toString() {
    return "LoginText[" + user + "]";
  }
}
