package dev.ollakeep.operator.credentials;

/** Whether a user may log in, lockdown aside. */
public enum UserState {
  ACTIVE("Active"),
  SUSPENDED("Suspended"),
  EXPIRED("Expired");

  private final String text;

  UserState(String text) {
    this.text = text;
  }

  /** The word for status. */
  public String text() {
    return text;
  }
}
