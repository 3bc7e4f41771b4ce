package io.knowfirst.rules.check;

import io.knowfirst.rules.engine.RulePlan;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Severity;
import io.knowfirst.rules.language.Deadline;
import io.knowfirst.rules.language.NotInLanguage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * What the check of a folder's rules found.
 *
 * @param rules files by name, rules as written
 * @param plan of the rules, in the same order; of fewer where there are errors
 * @param findings in reading order
 */
public record Checked(List<RuleCard> rules, RulePlan plan, List<Finding> findings) {
  /** Of what took too long, and hides what else there is to find. */
  public static final String TOO_LONG = "KF225";

  private static final List<Lint> LINTS =
      List.of(
          new FileShape(),
          new RuleShape(),
          new Conditions(),
          new Conclusions(),
          new SegmentCircle(),
          new SegmentKnown(),
          new PurposeKnown(),
          new TriggerKnown(),
          new FlowKnown(),
          new Bulk());
  private static final List<Lint> LINTS_OF_AUDIENCES =
      List.of(new FileShape(), new RuleShape(), new Conditions(), new Conclusions(), new Bulk());
  private static final List<Advice> ADVICE =
      List.of(
          new NeverFires(),
          new MayBeNull(),
          new TextOrder(),
          new AnotherOfMany(),
          new EventKnown(),
          new InterestKnown(),
          new PastCampaignKnown(),
          new PlaceKnown(),
          new EventSeen(),
          new WordsSeen(),
          new LanguageAdvice(),
          new ChannelKnown(),
          new FlowEdited(),
          new MaxAgeAdvice(),
          new Redundant(),
          new SegmentUse(),
          new CampaignAdvice(),
          new LimitAdvice(),
          new PurposeAdvice(),
          new RecommendationAdvice(),
          new TextAdvice(),
          new MetricAdvice(),
          new ExperimentAdvice(),
          new Everybody(),
          new Documented(),
          new CategoryKnown(),
          new PlacementGone(),
          new SlowShapes());

  public Checked {
    rules = List.copyOf(rules);
    findings = findings.stream().sorted().distinct().toList();
  }

  public static Checked ofAudiences(Collection<ExperimentFile> experiments) {
    var deadline = Deadline.ofFolder();
    return ofAudiences(ParsedFile.audiences(experiments, deadline), deadline);
  }

  public static Checked of(RuleFolder folder) {
    var deadline = Deadline.ofFolder();
    var files = ParsedFile.all(folder.drl(), deadline);
    var audiences = ParsedFile.audiences(folder.experiments().values(), deadline);
    return of(
        files,
        folder.campaigns(),
        deadline,
        findings -> {
          LINTS.forEach(lint -> lint.check(files, folder, findings));
          findings.addAll(ofAudiences(audiences, deadline).findings());
          var segments = SegmentKnown.derived(files);
          audiences.stream()
              .flatMap(file -> file.rules().stream())
              .forEach(rule -> SegmentKnown.check(rule, segments, findings));
        });
  }

  /** The rules as far as they can be read, in the order of the files, without the check of them. */
  public static List<RuleCard> cards(RuleFolder folder) {
    var cards = new ArrayList<RuleCard>();
    ParsedFile.all(folder.drl(), Deadline.ofFolder()).stream()
        .flatMap(file -> file.rules().stream())
        .forEach(rule -> cards.add(rule.about().at(cards.size())));
    return List.copyOf(cards);
  }

  private static Checked ofAudiences(List<ParsedFile> files, Deadline deadline) {
    return of(
        files,
        Map.of(),
        deadline,
        findings ->
            LINTS_OF_AUDIENCES.forEach(lint -> lint.check(files, RuleFolder.EMPTY, findings)));
  }

  private static Checked of(
      List<ParsedFile> files,
      Map<String, Campaign> campaigns,
      Deadline deadline,
      Consumer<List<Finding>> lints) {
    var findings = new ArrayList<Finding>();
    var rules = new ArrayList<RuleCard>();
    var plan = new RulePlan();
    for (var file : files) {
      findings.addAll(file.errors());
    }
    if (findings.stream().anyMatch(found -> found.code().equals(TOO_LONG))) {
      return new Checked(rules, plan, findings);
    }
    try {
      deadline.during(
          () -> {
            files.stream()
                .flatMap(file -> file.rules().stream())
                .forEach(rule -> rules.add(rule.about().at(rules.size())));
            lints.accept(findings);
            plan(files, campaigns, plan, findings);
          });
    } catch (Deadline.Passed | StackOverflowError tooLong) {
      var file = files.get(0).source().name();
      findings.add(tooLong(file, deadline, Severity.ERROR, "Checking the rules"));
    }
    return new Checked(rules, plan, findings);
  }

  private static Finding tooLong(String file, Deadline deadline, Severity severity, String what) {
    return new Finding(
        file,
        1,
        1,
        severity,
        TOO_LONG,
        "%s took more than %d s of processor time, or too much stack, and was not finished. Maybe look for rules with very many conditions."
            .formatted(what, deadline.limit().toSeconds()));
  }

  /** Plans the rules; tells what makes no sense of facts, but not where something else is wrong. */
  private static void plan(
      List<ParsedFile> files,
      Map<String, Campaign> campaigns,
      RulePlan plan,
      List<Finding> findings) {
    var wrong = new HashSet<String>();
    findings.stream().filter(Finding::isError).forEach(one -> wrong.add(one.file()));
    for (var file : files) {
      if (!wrong.contains(file.source().name())) {
        file.rules().forEach(rule -> plan(rule, campaigns, plan, findings));
      }
    }
  }

  private static void plan(
      ParsedRule rule, Map<String, Campaign> campaigns, RulePlan plan, List<Finding> findings) {
    try {
      Deadline.look();
      plan.add(rule.tree().within(rule.maxAge(campaigns)));
    } catch (NotInLanguage problem) {
      findings.add(rule.error(problem));
    } catch (StackOverflowError tooDeep) {
      findings.add(
          rule.error(
              rule.at(),
              "KF204",
              "Rule \"%s\" nests too deep to be run. Maybe write fewer brackets and operators.",
              rule.name()));
    }
  }

  /**
   * Advice on a folder: what may go live, but hardly does what its author wants.
   *
   * @param texts of the folder, by path within it
   */
  public static List<Finding> advice(
      RuleFolder folder, SortedMap<String, String> texts, Outside outside) {
    var deadline = Deadline.ofFolder();
    var findings = new ArrayList<Finding>();
    try {
      deadline.during(
          () -> {
            var survey = Survey.of(folder, texts, outside, deadline);
            ADVICE.forEach(advice -> advice.about(survey, findings));
          });
    } catch (Deadline.Passed | StackOverflowError tooLong) {
      var file = folder.drl().isEmpty() ? "experiments" : folder.drl().get(0).name();
      findings.add(tooLong(file, deadline, Severity.WARNING, "Advising on the rules"));
    }
    return findings;
  }
}
