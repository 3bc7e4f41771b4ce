package io.knowfirst.server.decision;

import java.util.function.Supplier;

/** The rule base that decides now; changed as a whole, between decisions. */
public final class RulesInForce implements Supplier<ActiveRules> {
  private volatile ActiveRules current;

  public RulesInForce(ActiveRules first) {
    this.current = first;
  }

  @Override
  public ActiveRules get() {
    return current;
  }

  /** From the next decision on. */
  public void change(ActiveRules next) {
    current = next;
  }
}
