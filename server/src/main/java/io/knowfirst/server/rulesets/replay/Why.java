package io.knowfirst.server.rulesets.replay;

import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says why edited rules decide otherwise. */
record Why(Decided after, Set<String> rules) {
  /** What is shown after, in a few words; where only products differ, it says so. */
  String after(Optional<Choice> before, Choice after) {
    boolean onlyProducts = before.isPresent() && before.get().shows(after, false);
    return onlyProducts ? after.words() + ", other products" : after.words();
  }

  String reason(Optional<Choice> before, Optional<Choice> after) {
    if (after.isEmpty()) {
      return "The edited rules have no such placement.";
    }
    if (before.isEmpty()) {
      return "The rules in force have no such placement.";
    }
    var was = before.get();
    var is = after.get();
    if (was.shows(is, false)) {
      return "The content selects other products.";
    }
    var wins = is.rule() == null ? "" : "Rule \"" + is.rule() + "\" makes the winning offer. ";
    var lost = was.rule() == null ? "" : lost(was, is);
    if (!wins.isEmpty() || !lost.isEmpty()) {
      return (wins + lost).strip();
    }
    return is.outcome() == Outcome.TESTED || was.outcome() == Outcome.TESTED
        ? "The experiments differ."
        : "The placement's default differs.";
  }

  /** Why the rule that won before does not any more. */
  private String lost(Choice was, Choice is) {
    for (var note : notes(was.placement())) {
      if (note.code() == Code.RULE_FAILED
          || note.code() == Code.HELD_OUT
          || note.text().startsWith("Campaign " + was.campaign() + " ")) {
        return note.text() + ".";
      }
    }
    if (was.rule() == null || was.rule().equals(is.rule())) {
      return "";
    }
    return rules.contains(was.rule())
        ? "Rule \"" + was.rule() + "\" does not fire."
        : "Rule \"" + was.rule() + "\" is gone.";
  }

  private List<Note> notes(String placement) {
    return after.decision().placements().stream()
        .filter(placed -> placed.placement().equals(placement))
        .findFirst()
        .map(Placed::reason)
        .map(reason -> reason.notes())
        .orElse(List.of());
  }
}
