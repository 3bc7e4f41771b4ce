package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;

/**
 * What conditions may be made of. KF114: an element that is none of facts, and, or, not, exists and
 * accumulate. KF115: a type that is not in the vocabulary.
 */
final class Conditions implements Lint {
  private static final Set<String> FUNCTIONS = Set.of("sum", "count", "min", "max", "average");

  @Override
  public List<Finding> check(List<ParsedFile> files, RuleFolder folder) {
    var findings = new ArrayList<Finding>();
    for (var file : files) {
      for (var rule : file.rules()) {
        rule.elements().forEach(element -> check(rule, element, findings));
      }
    }
    return findings;
  }

  private static void check(ParsedRule rule, BaseDescr element, List<Finding> findings) {
    if (element instanceof PatternDescr pattern) {
      pattern(rule, pattern, findings);
    } else if (element instanceof AccumulateDescr accumulate) {
      accumulate(rule, accumulate, findings);
    } else if (!(element instanceof AndDescr
        || element instanceof OrDescr
        || element instanceof NotDescr
        || element instanceof ExistsDescr)) {
      var what = element.getClass().getSimpleName().replace("Descr", "").toLowerCase(Locale.ROOT);
      findings.add(
          rule.source()
              .error(
                  rule.at(element),
                  "KF114",
                  "Rule \"%s\" uses \"%s\", expected facts, and, or, not, exists or accumulate."
                      .formatted(rule.name(), what)));
    }
  }

  private static void pattern(ParsedRule rule, PatternDescr pattern, List<Finding> findings) {
    var type = Vocabulary.types().get(pattern.getObjectType());
    if (type == null && !(pattern.getSource() instanceof AccumulateDescr)) {
      findings.add(
          rule.source()
              .error(
                  rule.at(pattern),
                  "KF115",
                  "There are no facts of type \"%s\". %s"
                      .formatted(
                          pattern.getObjectType(),
                          Suggestion.of(pattern.getObjectType(), Vocabulary.types().keySet()))));
    }
    boolean plain =
        ParsedRule.constraints(pattern).size() == pattern.getConstraint().getDescrs().size()
            && pattern.getPositionalConstraints().isEmpty()
            && pattern.getBehaviors().isEmpty()
            && !pattern.isQuery();
    if (!plain) {
      findings.add(
          rule.source()
              .error(
                  rule.at(pattern),
                  "KF114",
                  "%s holds something else than comparisons of its properties."
                      .formatted(pattern.getObjectType())));
    } else if (type != null || pattern.getSource() != null) {
      for (var constraint : ParsedRule.constraints(pattern)) {
        findings.addAll(
            new ConstraintReader(rule, type, constraint.getText(), rule.at(constraint)).findings());
      }
    }
  }

  private static void accumulate(
      ParsedRule rule, AccumulateDescr accumulate, List<Finding> findings) {
    boolean own = accumulate.getFunctions().isEmpty();
    for (var function : accumulate.getFunctions()) {
      own |= !FUNCTIONS.contains(function.getFunction());
      for (var parameter : function.getParams()) {
        findings.addAll(
            new ConstraintReader(rule, null, parameter, rule.at(accumulate)).findings());
      }
    }
    if (own) {
      findings.add(
          rule.source()
              .error(
                  rule.at(accumulate),
                  "KF114",
                  "Rule \"%s\" accumulates with code of its own, expected one of sum, count, min, max, average."
                      .formatted(rule.name())));
    }
  }
}
