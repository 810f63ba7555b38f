package dev.ollakeep.operator.cli;

import dev.ollakeep.operator.configuration.Variable;
import dev.ollakeep.operator.process.ExitCode;
import dev.ollakeep.operator.process.StartupFailure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line; without a subcommand the operator runs. */
@Command(
    name = "ollakeep",
    description = "Provisions secured Ollama from OllamaServer resources.",
    synopsisSubcommandLabel = "[run | render | version]",
    subcommands = {RunCommand.class, RenderCommand.class, VersionCommand.class},
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    sortOptions = false)
public final class OllakeepCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  /** Ready to execute. */
  public static CommandLine commandLine() {
    var line = new CommandLine(new OllakeepCommand());
    line.setExecutionExceptionHandler(OllakeepCommand::explain);
    line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes());
    var run = line.getSubcommands().get("run");
    run.getCommandSpec().usageMessage().footerHeading("%nEnvironment:%n").footer(variables());
    return line;
  }

  /** No subcommand: run. */
  @Override
  public Integer call() throws Exception {
    return ((RunCommand) spec.subcommands().get("run").getCommand()).call();
  }

  /** What a person can mend is one line; what they cannot is a stack trace. */
  private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    if (failure instanceof StartupFailure startup) {
      line.getErr().println("ollakeep: " + startup.getMessage());
      return startup.exitCode().number();
    }
    if (failure instanceof Variable.InvalidConfig invalid) {
      line.getErr().println("ollakeep: " + invalid.getMessage());
      return ExitCode.INVALID_CONFIG.number();
    }
    failure.printStackTrace(line.getErr());
    return ExitCode.FAILED.number();
  }

  private static Map<String, String> exitCodes() {
    return Arrays.stream(ExitCode.values()).collect(Collectors.toMap(
        code -> " " + code.number(), ExitCode::meaning, (one, other) -> one, LinkedHashMap::new));
  }

  private static String[] variables() {
    return Arrays.stream(Variable.values())
        .map(variable -> "  %s%n      %s [%s]".formatted(variable.text(), variable.meaning(), variable.fallback()))
        .map(text -> text.replace("%", "%%"))
        .toArray(String[]::new);
  }
}
