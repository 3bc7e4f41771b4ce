package io.knowfirst.rules.base;

import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.ConsequenceExceptionHandler;
import org.kie.api.runtime.rule.Match;
import org.kie.api.runtime.rule.RuleRuntime;

/** Notes a {@code then} block that threw with the run it belongs to; the other rules go on. */
public final class FailedConsequence implements ConsequenceExceptionHandler {
  @Override
  public void handleException(Match match, RuleRuntime runtime, Exception problem) {
    ((KieSession) runtime)
        .getAgendaEventListeners().stream()
            .filter(Run.class::isInstance)
            .forEach(run -> ((Run) run).threw(match.getRule().getName(), problem));
  }
}
