package io.knowfirst.server.rulesets.versions;

import io.knowfirst.server.decide.ActiveRules;
import java.util.Optional;

/** A gate before going live. */
@FunctionalInterface
public interface ChangeGate {
  /**
   * A reason for which rules may not follow those in force; empty where there is none.
   *
   * @param most the greatest share of decisions that the author lets them change, 0 to 1; 1 asks
   *     nothing
   */
  Optional<String> objection(ActiveRules candidate, ActiveRules inForce, double most);
}
