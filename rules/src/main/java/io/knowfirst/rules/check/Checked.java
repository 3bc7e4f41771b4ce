package io.knowfirst.rules.check;

import io.knowfirst.rules.engine.RuleEngine;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.RuleTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;

/**
 * What the check of a folder's rules found.
 *
 * @param rules files by name, rules as written
 * @param trees of the rules, in the same order; fewer where there are errors
 * @param findings in reading order
 */
public record Checked(List<RuleCard> rules, List<RuleTree> trees, List<Finding> findings) {
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
    rules = List.copyOf(rules);
    trees = List.copyOf(trees);
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
    return new Checked(rules, trees(files, findings), findings);
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
    return new Checked(rules, trees(files, findings), findings);
  }

  /** Makes the trees; tells of what they cannot carry, but not where something else is wrong. */
  private static List<RuleTree> trees(List<ParsedFile> files, List<Finding> findings) {
    var wrong = new HashSet<String>();
    findings.stream().filter(Finding::isError).forEach(one -> wrong.add(one.file()));
    var trees = new ArrayList<RuleTree>();
    for (var file : files) {
      if (!wrong.contains(file.source().name())) {
        file.rules().forEach(rule -> tree(rule, trees, findings));
      }
    }
    return trees;
  }

  private static void tree(ParsedRule rule, List<RuleTree> trees, List<Finding> findings) {
    try {
      var tree = rule.tree();
      RuleEngine.check(tree);
      trees.add(tree);
    } catch (NotInLanguage problem) {
      findings.add(rule.source().error(problem.at(), "KF199", problem.sentence()));
    } catch (StackOverflowError tooDeep) {
      findings.add(
          rule.source()
              .error(
                  rule.at(),
                  "KF204",
                  "Rule \"%s\" nests too deep to be run. Maybe write fewer brackets and operators."
                      .formatted(rule.name())));
    }
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
