package io.knowfirst.rules.why;

import io.knowfirst.rules.check.RuleText;
import java.util.ArrayList;
import java.util.List;
import org.drools.base.rule.GroupElement;
import org.drools.base.rule.Pattern;
import org.drools.base.rule.RuleConditionElement;
import org.drools.base.rule.constraint.Constraint;
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
    this.met = meets(matching);
  }

  List<Tried> find() {
    branch.elements().forEach(element -> visit(element, null));
    return tried;
  }

  private void visit(RuleConditionElement element, @Nullable GroupElement not) {
    if (element instanceof GroupElement group) {
      group.getChildren().forEach(child -> visit(child, group.isNot() ? group : not));
    } else if (element instanceof Pattern pattern) {
      for (var constraint : pattern.getConstraints()) {
        var part = branch.part(constraint);
        if (part != null) {
          boolean absent = not == null && part.key() && isAbsent(pattern, constraint);
          boolean flips = met != meets(matching.without(absent ? pattern : constraint));
          boolean held = not == null ? met : !met && meets(matching.without(not));
          boolean failed = flips && met == (not != null);
          tried.add(
              new Tried(
                  text.rule(), text.file(), part.line(), part.column(), part.text(), held, failed));
        }
      }
    }
  }

  /** Whether there is no fact of the key at all. */
  private boolean isAbsent(Pattern pattern, Constraint key) {
    return matching.candidates(pattern).stream()
        .noneMatch(handle -> matching.holds(key, Row.empty(), handle));
  }

  private boolean meets(Matching by) {
    var rows = List.of(Row.empty());
    for (var element : branch.elements()) {
      rows = by.extend(rows, element);
    }
    return !rows.isEmpty();
  }
}
