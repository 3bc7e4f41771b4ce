package io.knowfirst.server.decide;

import io.knowfirst.server.model.Decision;

/** Hears of the steps of one decision, as each is over; must neither block nor throw. */
public interface DecisionSteps {
  DecisionSteps NONE =
      new DecisionSteps() {
        @Override
        public void after(String step) {}

        @Override
        public void decided(Decision decision) {}
      };

  /** A step is over: profile, facts, rules, placements, record. */
  void after(String step);

  /** What came of it. */
  void decided(Decision decision);
}
