package io.knowfirst.server.decide;

/**
 * Is told of each decision that was made for a caller, on the thread that made it, before the
 * answer is sent: never blocks and never throws.
 */
@FunctionalInterface
public interface DecisionListener {
  void onDecision(Situation situation, Decided decided);
}
