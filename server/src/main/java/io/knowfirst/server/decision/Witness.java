package io.knowfirst.server.decision;

/**
 * Is told of each decision that was made for a caller, on the thread that made it, before the
 * answer is sent: never blocks and never throws.
 */
@FunctionalInterface
public interface Witness {
  void saw(Situation situation, Decided decided);
}
