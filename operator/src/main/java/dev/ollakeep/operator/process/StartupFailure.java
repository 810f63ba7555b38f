package dev.ollakeep.operator.process;

/** The operator cannot start; the message says why and how to mend it. */
public final class StartupFailure extends RuntimeException {

  private final ExitCode exitCode;

  public StartupFailure(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
