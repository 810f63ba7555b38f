package dev.ollakeep.operator.names;

/** What a Secret of the server is for: the value of its label {@code ollakeep.dev/component}. */
public enum Component {
  PROXY_AUTH("proxy-auth"),
  JOURNAL("auth-next"),
  OPERATOR_CREDENTIALS("operator-credentials"),
  CREDENTIALS("credentials");

  private final String text;

  Component(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
