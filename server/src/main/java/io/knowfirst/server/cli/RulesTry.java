package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.knowfirst.server.rulesets.scenarios.Attempt;
import io.knowfirst.server.rulesets.scenarios.Scenarios;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules try}: decides for one visitor and tells all that led there. */
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    description =
        "Decides for an invented visitor with a folder, or with --server for a stored one with the"
            + " rules in force, and tells how: segments, rules that fired, offers, and why a rule"
            + " did not fire. Nothing is stored.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:decided",
      " 1:the folder or the visitor has errors, or the server refuses",
      " 2:the command line is not understood"
    })
final class RulesTry implements Callable<Integer> {
  private static final String FILE = "scenarios/visitor.yaml";
  private static final Pattern LIST = Pattern.compile("(?m)^- ");
  private static final Pattern NAME = Pattern.compile("(?m)^name:");
  private static final Pattern EXPECTED = Pattern.compile("(?m)^(expect|rule):");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "A rule author's folder; none with --server.")
  private @Nullable Path folder;

  @Option(names = "--server", paramLabel = "URL", description = "Ask this server instead.")
  private @Nullable String server;

  @Option(names = "--key", paramLabel = "KEY", description = "A secret or admin key of the server.")
  private @Nullable String key;

  @Option(
      names = "--visitor-id",
      paramLabel = "ID",
      description = "With --server: a visitor whose events are stored.")
  private @Nullable String visitorId;

  @Option(
      names = "--ruleset",
      paramLabel = "HASH",
      description = "With --server: a version that is kept, a pending one too.")
  private @Nullable String ruleset;

  @Option(names = "--json", description = "With --server: print the answer as JSON.")
  private boolean json;

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
    if (server != null) {
      return ask(server);
    }
    if (visitorId != null || ruleset != null || json) {
      throw new ParameterException(
          spec.commandLine(),
          "--visitor-id, --ruleset and --json ask a server, but --server is missing.");
    }
    if (folder == null) {
      throw new ParameterException(
          spec.commandLine(), "Missing which rules decide: either DIR or --server.");
    }
    if ((visitor == null) == (scenario == null)) {
      throw new ParameterException(
          spec.commandLine(), "Missing who to decide for: either --visitor or --scenario.");
    }
    var files = RulesScenarios.files(spec, folder);
    if (files == null) {
      return 1;
    }
    try {
      var base = RuleBase.of(RuleFolder.of(files));
      var attempt =
          Attempt.of(
              scenarios(files, base),
              scenario == null ? "" : scenario,
              placement == null ? List.of() : List.of(placement),
              time());
      RulesScenarios.print(spec, attempt.decide(base, questions(base)));
      return 0;
    } catch (RuleFolderException refused) {
      return RulesScenarios.refuse(spec, refused);
    }
  }

  private int ask(String address) {
    if (key == null || visitorId == null || placement == null) {
      throw new ParameterException(
          spec.commandLine(),
          "With --server there must be --key, --visitor-id and --placement: who is to be decided for, and where.");
    }
    if (folder != null || visitor != null || scenario != null) {
      throw new ParameterException(
          spec.commandLine(),
          "With --server the server's rules decide for a stored visitor, expected no DIR, --visitor and --scenario.");
    }
    var body = new JsonMapper().createObjectNode();
    body.putObject("visitor").put("id", visitorId);
    body.putArray("placements").add(placement);
    var at = time();
    body.put("now", at == null ? null : at.toString());
    body.put("ruleset", ruleset);
    body.put("whyCampaign", campaign);
    if (!why.isEmpty()) {
      why.forEach(body.putArray("why")::add);
    }
    var options = ServerOptions.of(spec, address, key);
    var answer = RulesServer.simulate(options, body);
    if (!answer.taken()) {
      return RulesServer.refuse(answer, spec.commandLine().getErr());
    }
    RulesScenarios.print(
        spec, json ? answer.body().toPrettyString() + "\n" : TriedText.of(answer.body()));
    return 0;
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
    some.put(FILE, completed(Files.readString(file, StandardCharsets.UTF_8)));
    return Scenarios.of(some, base);
  }

  /** A visitor to be tried needs no name and nothing that is expected, as a scenario does. */
  private static String completed(String text) {
    if (LIST.matcher(text).find()) {
      return text;
    }
    var name = NAME.matcher(text).find() ? "" : "\nname: the visitor";
    var expected = EXPECTED.matcher(text).find() ? "" : "\nexpect: {}";
    return text + name + expected + "\n";
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
