package io.knowfirst.rules.why;

import io.knowfirst.rules.engine.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds which comparisons of a rule a run tried at their boundary. */
final class Boundaries {
  private final AskedRule rule;
  private final Matching matching;
  private final boolean met;
  private final List<Tried> tried = new ArrayList<>();

  Boundaries(AskedRule rule, Matching matching) {
    this.rule = rule;
    this.matching = matching;
    this.met = matching.meets(rule.way());
  }

  List<Tried> find() {
    rule.way().elements().forEach(element -> visit(element, null));
    return tried;
  }

  private void visit(Element element, Element.@Nullable Group not) {
    if (element instanceof Element.Group group) {
      group.of().forEach(one -> visit(one, group.not() ? group : not));
      return;
    }
    var placed = (Element.Positioned) element;
    for (var constraint : placed.constraints()) {
      boolean absent = not == null && isAbsent(placed, constraint);
      boolean flips = met != matching.without(absent ? placed : constraint).meets(rule.way());
      boolean held = not == null ? met : !met && matching.without(not).meets(rule.way());
      boolean failed = flips && met == (not != null);
      var place = rule.place(constraint);
      var card = rule.card();
      tried.add(
          new Tried(
              card.name(),
              card.file(),
              place.line(),
              place.column(),
              AskedRule.text(constraint),
              held,
              failed));
    }
  }

  /** Whether there is no fact of the key at all that a constraint asks for. */
  private boolean isAbsent(Element.Positioned placed, Element.Constraint key) {
    return placed instanceof Element.One one
        && !AskedRule.keys(one, key).isEmpty()
        && matching.candidates(one).stream()
            .noneMatch(fact -> matching.holds(key, Matching.with(rule.way().frame(), one, fact)));
  }
}
