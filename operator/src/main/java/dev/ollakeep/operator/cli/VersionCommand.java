package dev.ollakeep.operator.cli;

import dev.ollakeep.operator.process.ExitCode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says which version this is. */
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
public final class VersionCommand implements Callable<Integer>, IVersionProvider {

  @Spec private CommandSpec spec;

  /** The version of the jar, or {@code development} when run from classes. */
  static String text() {
    return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion()).orElse("development");
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().println("ollakeep " + text());
    return ExitCode.OK.number();
  }

  @Override
  public String[] getVersion() {
    return new String[] {"ollakeep " + text()};
  }
}
