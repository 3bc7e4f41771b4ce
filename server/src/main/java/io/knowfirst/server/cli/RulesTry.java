package io.knowfirst.server.cli;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.scenario.Attempt;
import io.knowfirst.server.scenario.Scenarios;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules try}: decides for an invented visitor and tells all that led there. */
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    description =
        "Decides for an invented visitor, without a server, and tells how: segments, rules that"
            + " fired, offers, and why a rule did not fire.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:decided",
      " 1:the folder or the visitor has errors",
      " 2:the command line is not understood"
    })
final class RulesTry implements Callable<Integer> {
  private static final String FILE = "scenarios/visitor.yaml";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "A rule author's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--visitor",
      paramLabel = "FILE",
      description = "The visitor and the moment, written like one scenario.")
  private @Nullable Path visitor;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "Those of a scenario of the folder, by a part of its name.")
  private @Nullable String scenario;

  @Option(names = "--placement", paramLabel = "ID", description = "Where to decide.")
  private @Nullable String placement;

  @Option(names = "--now", paramLabel = "TIME", description = "The clock, with its offset.")
  private @Nullable String now;

  @Option(
      names = "--why",
      paramLabel = "RULE",
      description = "Why this rule did not fire; may be repeated.")
  private List<String> why = List.of();

  @Option(
      names = "--campaign",
      paramLabel = "ID",
      description = "Why the rules of this campaign did not fire.")
  private @Nullable String campaign;

  @Override
  public Integer call() throws IOException {
    if ((visitor == null) == (scenario == null)) {
      throw new ParameterException(
          spec.commandLine(), "Missing who to decide for: either --visitor or --scenario.");
    }
    var files = RulesScenarios.files(spec, folder);
    if (files == null) {
      return 1;
    }
    try (var compiled = Offline.compile(files)) {
      var attempt =
          Attempt.of(
              scenarios(files, compiled.base()),
              scenario == null ? "" : scenario,
              placement,
              time());
      RulesScenarios.print(spec, attempt.decide(compiled.base(), questions(compiled.base())));
      return 0;
    } catch (RuleFolderException refused) {
      return RulesScenarios.refuse(spec, refused);
    }
  }

  private Scenarios scenarios(SortedMap<String, String> files, RuleBase base) throws IOException {
    var file = visitor;
    if (file == null) {
      return Scenarios.of(files, base);
    }
    if (!Files.isRegularFile(file)) {
      throw new ParameterException(
          spec.commandLine(), "--visitor is %s, expected a file.".formatted(file));
    }
    var some = new TreeMap<>(files);
    some.keySet()
        .removeIf(name -> name.startsWith("scenarios/") && !name.endsWith("/catalogue.yaml"));
    some.put(FILE, Files.readString(file, StandardCharsets.UTF_8));
    return Scenarios.of(some, base);
  }

  private Set<String> questions(RuleBase base) {
    var questions = new LinkedHashSet<>(why);
    base.rules().stream()
        .filter(card -> card.campaigns().contains(String.valueOf(campaign)))
        .map(RuleCard::name)
        .forEach(questions::add);
    return questions;
  }

  private @Nullable Instant time() {
    try {
      return now == null ? null : OffsetDateTime.parse(now).toInstant();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--now is %s, expected a time like 2026-12-01T00:00:00+01:00.".formatted(now),
          e);
    }
  }
}
