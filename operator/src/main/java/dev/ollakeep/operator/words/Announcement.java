package dev.ollakeep.operator.words;

/**
 * A Kubernetes event about a server, said once, when something changed.
 *
 * @param severity Normal or Warning
 * @param reason a word from {@link Reason}
 * @param message names the object and, for a warning, the command that mends it; never a secret
 */
public record Announcement(Severity severity, Reason reason, String message) {

  /** The two types of event that Kubernetes knows. */
  public enum Severity {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    Severity(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public static Announcement normal(Reason reason, String message) {
    return new Announcement(Severity.NORMAL, reason, message);
  }

  public static Announcement warning(Reason reason, String message) {
    return new Announcement(Severity.WARNING, reason, message);
  }
}
