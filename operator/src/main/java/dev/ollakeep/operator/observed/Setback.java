package dev.ollakeep.operator.observed;

import java.util.SortedSet;

/** Why an object is not, or not any more, what the operator wrote. */
public sealed interface Setback {

  /** What is counted together: the same of one object again and again is no accident. */
  String subject();

  /** The write was not taken at all. */
  default boolean isRefusal() {
    return false;
  }

  /**
   * Somebody gave a field another value, or took it away.
   *
   * @param field its path; empty when nobody can tell which it was
   * @param managers the field managers that own it now, as they call themselves
   */
  record Changed(String field, SortedSet<String> managers) implements Setback {
    @Override
    public String subject() {
      return "field " + field;
    }
  }

  /** Somebody deleted the object. */
  record Deleted() implements Setback {
    @Override
    public String subject() {
      return "deletion";
    }
  }

  /**
   * The API server did not take it, as if something had changed meanwhile.
   *
   * @param answer the API server's words
   */
  record LostRace(String answer) implements Setback {
    @Override
    public String subject() {
      return "refusal";
    }

    @Override
    public boolean isRefusal() {
      return true;
    }
  }

  /**
   * The API server did not take it for what it is, or did not answer.
   *
   * @param answer the API server's words, or that there were none
   * @param lasting waiting alone will not mend it
   */
  record Rejected(String answer, boolean lasting) implements Setback {
    @Override
    public String subject() {
      return "rejection";
    }

    @Override
    public boolean isRefusal() {
      return true;
    }
  }
}
