package dev.ollakeep.operator;

import dev.ollakeep.operator.cli.OllakeepCommand;
import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.process.ExitCode;
import dev.ollakeep.operator.process.LogSettings;

/** The program: reads its arguments, does what they say, ends with an {@link ExitCode}. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    LogSettings.apply(new OperatorConfig.Logging("warn", "text"));
    System.exit(OllakeepCommand.commandLine().execute(arguments));
  }
}
