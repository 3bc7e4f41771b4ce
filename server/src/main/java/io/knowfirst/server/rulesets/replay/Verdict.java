package io.knowfirst.server.rulesets.replay;

import io.knowfirst.rules.base.Membership;
import io.knowfirst.server.decide.Decided;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a decision came to.
 *
 * @param choices one for each placement, in the order asked
 * @param segments that the visitor was in
 */
record Verdict(List<Choice> choices, List<String> segments) {
  Verdict {
    choices = List.copyOf(choices);
    segments = List.copyOf(segments);
  }

  static Verdict of(Decided decided) {
    return new Verdict(
        decided.decision().placements().stream().map(Choice::of).toList(),
        decided.evaluation().segments().stream().map(Membership::segment).toList());
  }

  Optional<Choice> at(String placement) {
    return choices.stream().filter(choice -> choice.placement().equals(placement)).findFirst();
  }

  /** Whether all is the same, the rules, the segments and what was drawn too. */
  boolean same(Verdict other, boolean products) {
    if (!segments.equals(other.segments) || choices.size() != other.choices.size()) {
      return false;
    }
    for (int i = 0; i < choices.size(); i++) {
      var one = choices.get(i);
      var two = other.choices.get(i);
      if (!one.placement().equals(two.placement())
          || !Objects.equals(one.rule(), two.rule())
          || !one.drewAlike(two)
          || !one.shows(two, products)) {
        return false;
      }
    }
    return true;
  }
}
