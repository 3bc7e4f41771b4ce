package io.knowfirst.server.rulesets.versions;

import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.rulesets.versions.RulesetRefused.Why;
import java.util.SortedMap;

/** Rules that are to decide, made ready aside. Takes its time: for the rules' own thread. */
final class Candidates {
  private final Rulesets.Settings settings;
  private final Versions versions;

  Candidates(Rulesets.Settings settings, Versions versions) {
    this.settings = settings;
    this.versions = versions;
  }

  /** Files as an author brings them, checked and compiled. */
  Inspection inspected(SortedMap<String, String> files) {
    return Inspection.of(files, settings.outside().get());
  }

  /** A version that was checked when it was published, compiled. */
  Inspection stored(String hash) {
    return Inspection.passing(RuleThread.await(versions.files(hash)), settings.outside().get());
  }

  /**
   * Rehearses, and lets everybody know who must before these rules decide.
   *
   * @throws RulesetRefused where there are errors
   */
  ActiveRules prepared(Inspection inspection) {
    var base = inspection.passed();
    base.rehearse(settings.rehearsal());
    RuleThread.await(settings.keep().apply(base.folder()));
    return ActiveRules.of(base);
  }

  /**
   * Asks the gate.
   *
   * @throws RulesetRefused with the gate's reason
   */
  void pass(ActiveRules candidate, ActiveRules inForce, double most) {
    settings
        .gate()
        .objection(candidate, inForce, most)
        .ifPresent(
            reason -> {
              throw new RulesetRefused(Why.GATE, reason);
            });
  }
}
