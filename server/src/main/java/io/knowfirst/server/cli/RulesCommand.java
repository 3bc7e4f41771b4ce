package io.knowfirst.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rules}: what a rule author does with a folder of rules and with a server's versions. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = "Checks, tests, publishes and rolls back rulesets.",
    subcommands = {
      RulesInit.class,
      RulesCheck.class,
      RulesScenarios.class,
      RulesTry.class,
      RulesPublish.class,
      RulesHistory.class,
      RulesDiff.class,
      RulesRollback.class,
      RulesApprove.class,
      RulesReplay.class,
      RulesDraft.class,
      RulesLive.class
    })
final class RulesCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing what to do with the rules. Maybe \"rules check\" was meant.");
    }
  }
}
