package dev.ollakeep.operator.process;

/** How the process ends; the numbers are part of the interface. */
public enum ExitCode {
  OK(0, "done, or ended by a signal"),
  FAILED(1, "an unexpected error"),
  INVALID_INPUT(2, "wrong arguments, or a resource that is not valid"),
  INVALID_CONFIG(3, "an environment variable is malformed"),
  API_UNREACHABLE(4, "the API server does not answer, or refuses the credentials"),
  CRD_MISSING(5, "the OllamaServer resource is not installed"),
  FORBIDDEN(6, "a permission is missing"),
  LEADERSHIP_LOST(7, "another replica took over");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  public String meaning() {
    return meaning;
  }
}
