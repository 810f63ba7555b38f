package dev.ollakeep.operator.status;

import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;

/**
 * What is to be said about one condition now; without times, which depend on what was said before.
 *
 * @param message names the object and the remedy; must not change while the situation does not
 */
public record Finding(ConditionType type, Truth truth, Reason reason, String message) {

  /** The three values of a condition. */
  public enum Truth {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    Truth(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public static Finding yes(ConditionType type, Reason reason, String message) {
    return new Finding(type, Truth.TRUE, reason, message);
  }

  public static Finding no(ConditionType type, Reason reason, String message) {
    return new Finding(type, Truth.FALSE, reason, message);
  }

  public static Finding unknown(ConditionType type, Reason reason, String message) {
    return new Finding(type, Truth.UNKNOWN, reason, message);
  }

  public boolean holds() {
    return truth == Truth.TRUE;
  }
}
