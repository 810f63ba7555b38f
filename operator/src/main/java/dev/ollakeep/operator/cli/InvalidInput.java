package dev.ollakeep.operator.cli;

import java.util.List;

/** What was given is not valid; each problem names the object and the field. */
final class InvalidInput extends RuntimeException {

  private final transient List<String> problems;

  InvalidInput(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = problems;
  }

  List<String> problems() {
    return problems;
  }
}
