package io.knowfirst.rules.why;

import io.knowfirst.rules.check.RuleText;
import io.knowfirst.rules.engine.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds which comparisons of a rule a run tried at their boundary. */
final class Boundaries {
  private final RuleText text;
  private final Branch branch;
  private final Matching matching;
  private final boolean met;
  private final List<Tried> tried = new ArrayList<>();

  Boundaries(RuleText text, Branch branch, Matching matching) {
    this.text = text;
    this.branch = branch;
    this.matching = matching;
    this.met = matching.meets(branch);
  }

  List<Tried> find() {
    branch.elements().forEach(element -> visit(element, null));
    return tried;
  }

  private void visit(Element element, Element.@Nullable Group not) {
    if (element instanceof Element.Group group) {
      group.of().forEach(one -> visit(one, group.not() ? group : not));
      return;
    }
    var placed = (Element.Placed) element;
    for (var constraint : placed.constraints()) {
      var part = branch.part(constraint);
      if (part != null) {
        boolean absent = not == null && part.key() && isAbsent(placed, constraint);
        boolean flips = met != matching.without(absent ? placed : constraint).meets(branch);
        boolean held = not == null ? met : !met && matching.without(not).meets(branch);
        boolean failed = flips && met == (not != null);
        tried.add(
            new Tried(
                text.rule(), text.file(), part.line(), part.column(), part.text(), held, failed));
      }
    }
  }

  /** Whether there is no fact of the key at all. */
  private boolean isAbsent(Element.Placed placed, Element.Constraint key) {
    return placed instanceof Element.One one
        && matching.candidates(one).stream()
            .noneMatch(fact -> matching.holds(key, Matching.with(branch.frame(), one, fact)));
  }
}
