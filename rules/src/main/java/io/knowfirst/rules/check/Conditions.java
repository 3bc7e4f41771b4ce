package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;

/**
 * What conditions may be made of. KF114: an element that is none of facts, and, or, not, exists and
 * accumulate. KF115: a type that is not in the vocabulary.
 */
final class Conditions implements Lint {
  private static final Set<String> FUNCTIONS = Set.of("sum", "count", "min", "max", "average");

  private static final Set<Class<?>> GROUPS =
      Set.of(AndDescr.class, OrDescr.class, NotDescr.class, ExistsDescr.class);
  private static final String OTHERWISE = "derive a segment in a rule of its own and ask for it";
  private static final Map<String, String> INSTEAD =
      Map.of(
          "groupby", "accumulate, with a rule for each key",
          "forall", "not (…) with the opposite condition",
          "collect", "accumulate with count",
          "from", "name the fact: Bought(category == \"…\")",
          "eval", "compare properties: Bought(times(30) >= 2)");

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
    if (element.getClass() == PatternDescr.class) {
      pattern(rule, (PatternDescr) element, findings);
    } else if (element.getClass() == AccumulateDescr.class) {
      accumulate(rule, (AccumulateDescr) element, findings);
    } else if (!GROUPS.contains(element.getClass())) {
      refused(rule, element, findings);
    }
  }

  private static void refused(ParsedRule rule, BaseDescr element, List<Finding> findings) {
    var what = element.getClass().getSimpleName().replace("Descr", "").toLowerCase(Locale.ROOT);
    findings.add(
        rule.source()
            .error(
                rule.at(element),
                "KF114",
                "Rule \"%s\" uses \"%s\", expected facts, and, or, not, exists or accumulate. Maybe %s."
                    .formatted(rule.name(), what, INSTEAD.getOrDefault(what, OTHERWISE))));
  }

  private static void pattern(ParsedRule rule, PatternDescr pattern, List<Finding> findings) {
    if (pattern.getObjectType() == null) {
      findings.add(
          rule.source()
              .error(
                  rule.at(pattern),
                  "KF114",
                  "Rule \"%s\" holds a path, expected facts. Maybe visitor.visits within a fact."
                      .formatted(rule.name())));
      return;
    }
    if (pattern.getIdentifier() != null && !Variables.mayBeNamed(pattern.getIdentifier())) {
      findings.add(
          rule.source()
              .error(rule.at(pattern), "KF201", Variables.advice(pattern.getIdentifier())));
    }
    var type = Vocabulary.type(pattern);
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
            && !pattern.isUnification()
            && pattern.getAnnotations().isEmpty()
            && pattern.getDescrs().stream().allMatch(d -> d.getClass() == ExprConstraintDescr.class)
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
    boolean own =
        accumulate.getFunctions().isEmpty()
            || accumulate.getInitCode() != null
            || accumulate.getActionCode() != null
            || accumulate.getReverseCode() != null
            || accumulate.getResultCode() != null;
    for (var function : accumulate.getFunctions()) {
      own |= !FUNCTIONS.contains(function.getFunction());
      if (function.getBind() != null && !Variables.mayBeNamed(function.getBind())) {
        findings.add(
            rule.source()
                .error(rule.at(accumulate), "KF201", Variables.advice(function.getBind())));
      }
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
