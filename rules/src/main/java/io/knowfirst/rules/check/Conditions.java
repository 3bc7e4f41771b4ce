package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;
import java.util.List;

/**
 * What conditions may be made of: tells what could not be read (KF114, KF115, KF118, KF119, KF124,
 * KF199, KF203), and what {@link ConstraintCheck} finds in the rest.
 */
final class Conditions implements Lint {
  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    for (var file : files) {
      for (var rule : file.rules()) {
        rule.read().problems().forEach(problem -> findings.add(rule.error(problem)));
        rule.tree().all().forEach(condition -> check(rule, condition, findings));
      }
    }
  }

  private static void check(ParsedRule rule, Condition condition, List<Finding> findings) {
    Class<?> type = null;
    if (condition instanceof Condition.Pattern pattern) {
      type = pattern.type();
      tell(rule, () -> Variables.check(pattern.variable(), pattern.at()), findings);
    } else if (condition instanceof Condition.Accumulate sum) {
      tell(rule, () -> Variables.check(sum.variable(), sum.at()), findings);
      for (var function : sum.functions()) {
        tell(rule, () -> Variables.check(function.variable(), sum.at()), findings);
        if (function.argument() != null) {
          check(rule, new ConstraintCheck(rule.bound(), null), function.argument(), findings);
        }
      }
    }
    var check = new ConstraintCheck(rule.bound(), type);
    condition.constraints().forEach(one -> check(rule, check, one, findings));
  }

  private static void check(
      ParsedRule rule, ConstraintCheck check, Expression constraint, List<Finding> findings) {
    tell(rule, () -> check.check(constraint), findings);
  }

  private static void tell(ParsedRule rule, Runnable check, List<Finding> findings) {
    try {
      check.run();
    } catch (NotInLanguage problem) {
      findings.add(rule.error(problem));
    }
  }
}
