package io.knowfirst.server.cli;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.rulesets.scenarios.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules test}: runs a folder's scenarios, without a server. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Runs a ruleset's scenarios and explains every failure.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:all are as expected",
      " 1:some are not, or the folder has errors",
      " 2:the command line is not understood"
    })
final class RulesScenarios implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "A rule author's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the report as JUnit XML, too.")
  private @Nullable Path junit;

  @Option(names = "--coverage", description = "Tell which rules and comparisons no scenario tries.")
  private boolean coverage;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of parallel workers (default: one per processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "Only those whose file, name or rule holds the text.")
  private String filter = "";

  @Override
  public Integer call() throws IOException {
    var files = files(spec, folder);
    if (files == null) {
      return 1;
    }
    try {
      var base = RuleBase.of(RuleFolder.of(files));
      var scenarios = Scenarios.of(files, base).about(filter);
      var report = scenarios.run(base, threads, coverage);
      if (junit != null) {
        Files.writeString(junit, report.junit());
      }
      print(spec, report.text());
      return report.passed() ? 0 : 1;
    } catch (RuleFolderException refused) {
      return refuse(spec, refused);
    }
  }

  /** The files of a folder; null, told, where they cannot be read. */
  static java.util.@Nullable SortedMap<String, String> files(CommandSpec spec, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          "DIR is %s, expected a directory. Maybe the path is relative to another directory."
              .formatted(folder));
    }
    try {
      return RuleFolder.files(folder);
    } catch (RuleFolderException refused) {
      refuse(spec, refused);
      return null;
    }
  }

  static int refuse(CommandSpec spec, RuleFolderException refused) {
    refused.findings().forEach(finding -> print(spec, finding + System.lineSeparator()));
    return 1;
  }

  static void print(CommandSpec spec, String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
