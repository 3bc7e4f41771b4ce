package io.knowfirst.server.cli;

import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.server.cli.imports.ImportCommand;
import io.knowfirst.server.metrics.Program;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands. Exit codes: 0 done, 1 failed, 2 not understood. */
public final class CommandLines {
  private CommandLines() {}

  @Command(
      name = "knowfirst",
      mixinStandardHelpOptions = true,
      version = "knowfirst " + Program.VERSION,
      description = "A decisioning server for websites: known beats tested beats default.",
      subcommands = {
        ServeCommand.class,
        ImportCommand.class,
        ReportCommand.class,
        KeysCommand.class,
        UsersCommand.class,
        WebhooksCommand.class,
        RulesCommand.class,
        ExperimentsCommand.class,
        ExportCommand.class,
        AudienceCommand.class,
        MigrateCommand.class,
        ConfigCommand.class,
        DoctorCommand.class
      })
  static final class Root implements Runnable {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
      if (spec != null) {
        throw new ParameterException(
            spec.commandLine(), "Missing command. Maybe \"serve\" was meant.");
      }
    }
  }

  /** Runs one command; the result is the process's exit code. */
  public static int run(String[] args, Map<String, String> environment) {
    var commandLine = new CommandLine(new Root());
    ExperimentsCommand.addSteps(commandLine.getSubcommands().get("experiments"));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler((bad, given) -> explain(bad));
    commandLine.setExecutionExceptionHandler((failed, line, parsed) -> explain(failed, line));
    try {
      commandLine.setDefaultValueProvider(new Configuration(args, environment, commandLine));
    } catch (ParameterException bad) {
      return explain(bad);
    }
    return commandLine.execute(args);
  }

  private static int explain(ParameterException bad) {
    var line = bad.getCommandLine();
    var err = line.getErr();
    err.println(line.getColorScheme().errorText(message(bad)));
    if (bad instanceof UnmatchedArgumentException unmatched) {
      var options =
          line.getCommandSpec().options().stream().map(option -> option.longestName()).toList();
      Suggestion.nearest(unmatched.getUnmatched().get(0), options)
          .ifPresent(near -> err.printf("Maybe %s was meant.%n", near));
    }
    err.printf("Maybe see '%s --help'.%n", line.getCommandSpec().qualifiedName());
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int explain(Exception failed, CommandLine line) {
    line.getErr().println(line.getColorScheme().errorText(message(failed)));
    return line.getCommandSpec().exitCodeOnExecutionException();
  }

  private static String message(Throwable failure) {
    var message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
