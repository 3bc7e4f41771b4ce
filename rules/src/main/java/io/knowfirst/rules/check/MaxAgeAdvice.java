package io.knowfirst.rules.check;

import io.knowfirst.rules.engine.Admission;
import io.knowfirst.rules.folder.Finding;
import java.util.List;

/** KF236: a rule demands a maximum age of facts that are never old. */
final class MaxAgeAdvice implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    for (var rule : survey.whole()) {
      rule.rule()
          .note(ParsedRule.MAX_AGE)
          .filter(note -> rule.found().stream().noneMatch(fact -> Admission.mayAge(fact.type())))
          .ifPresent(
              note ->
                  findings.add(
                      rule.rule()
                          .warning(
                              note.offset(),
                              "KF236",
                              "@maxAge changes nothing: all facts of rule \"%s\" are as of the"
                                  + " decision. Maybe it belongs to the rules that derive its"
                                  + " segments.",
                              rule.rule().name())));
    }
  }
}
