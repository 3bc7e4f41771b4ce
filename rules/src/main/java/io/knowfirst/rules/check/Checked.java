package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * What the check of a folder's rules found.
 *
 * @param sources what may be compiled when there are no errors, by name
 * @param rules files by name, rules as written
 * @param findings in reading order
 */
public record Checked(List<Compilable> sources, List<RuleCard> rules, List<Finding> findings) {
  private static final List<Lint> LINTS =
      List.of(
          new FileShape(),
          new RuleShape(),
          new Conditions(),
          new Conclusions(),
          new SegmentCircle(),
          new SegmentKnown(),
          new Bulk());
  private static final List<Advice> ADVICE =
      List.of(
          new NeverFires(),
          new MayBeNull(),
          new TextOrder(),
          new AnotherOfMany(),
          new EventKnown(),
          new Redundant(),
          new SegmentUse(),
          new CampaignAdvice(),
          new MetricAdvice(),
          new Everybody(),
          new Documented(),
          new CategoryKnown(),
          new SlowShapes());

  public Checked {
    sources = List.copyOf(sources);
    rules = List.copyOf(rules);
    findings = findings.stream().sorted().distinct().toList();
  }

  /** Parses and checks the audiences of experiments. */
  public static Checked ofAudiences(Collection<ExperimentFile> experiments) {
    var files = experiments.stream().flatMap(e -> e.drl().stream()).map(ParsedFile::of).toList();
    var findings = new ArrayList<Finding>();
    var rules = new ArrayList<RuleCard>();
    for (var file : files) {
      findings.addAll(file.errors());
      file.rules().forEach(rule -> rules.add(rule.about().at(rules.size())));
    }
    for (var lint :
        List.of(
            new FileShape(), new RuleShape(), new Conditions(), new Conclusions(), new Bulk())) {
      findings.addAll(lint.check(files, RuleFolder.EMPTY));
    }
    return new Checked(files.stream().map(Compilable::new).toList(), rules, findings);
  }

  /** Parses and checks all rules of a folder. */
  public static Checked of(RuleFolder folder) {
    var files = ParsedFile.all(folder.drl());
    var findings = new ArrayList<Finding>();
    var rules = new ArrayList<RuleCard>();
    for (var file : files) {
      findings.addAll(file.errors());
      file.rules().forEach(rule -> rules.add(rule.about().at(rules.size())));
    }
    for (var lint : LINTS) {
      findings.addAll(lint.check(files, folder));
    }
    findings.addAll(ofAudiences(folder.experiments().values()).findings());
    var segments = SegmentKnown.derived(files);
    folder.experiments().values().stream()
        .flatMap(experiment -> experiment.drl().stream())
        .flatMap(file -> ParsedFile.of(file).rules().stream())
        .forEach(rule -> SegmentKnown.check(rule, segments, findings));
    return new Checked(files.stream().map(Compilable::new).toList(), rules, findings);
  }

  /**
   * Advice on a folder: what may go live, but hardly does what its author wants.
   *
   * @param texts of the folder, by path within it
   */
  public static List<Finding> advice(
      RuleFolder folder, SortedMap<String, String> texts, Outside outside) {
    var files = ParsedFile.all(folder.drl());
    var survey = Survey.of(files, folder, texts, outside);
    return ADVICE.stream().flatMap(advice -> advice.about(survey).stream()).toList();
  }
}
