package io.knowfirst.rules.why;

import io.knowfirst.rules.check.RuleText;
import io.knowfirst.rules.check.RuleText.Condition;
import io.knowfirst.rules.check.RuleText.Part;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.drools.base.rule.GroupElement;
import org.drools.base.rule.Pattern;
import org.drools.base.rule.RuleConditionElement;
import org.drools.base.rule.constraint.Constraint;
import org.jspecify.annotations.Nullable;

/**
 * One alternative of a rule as the engine runs it, and its author's words for each of its parts.
 */
final class Branch {
  private final GroupElement root;
  private final IdentityHashMap<Pattern, Condition> conditions = new IdentityHashMap<>();
  private final IdentityHashMap<Constraint, Part> parts = new IdentityHashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();
  private int all;

  Branch(GroupElement root, RuleText text) {
    this.root = root;
    collect(root);
    align(text.conditions());
  }

  List<RuleConditionElement> elements() {
    return root.getChildren();
  }

  List<Pattern> patterns() {
    return patterns;
  }

  @Nullable Condition condition(Pattern pattern) {
    return conditions.get(pattern);
  }

  @Nullable Part part(Constraint constraint) {
    return parts.get(constraint);
  }

  /** Whether it holds something that facts do not tell. */
  boolean opaque() {
    return patterns.size() < all;
  }

  private void collect(RuleConditionElement element) {
    if (element instanceof Pattern pattern) {
      if (!Matching.isOpaque(pattern)) {
        patterns.add(pattern);
        all++;
        var sum = Sum.of(pattern);
        if (sum != null) {
          collect(sum.getSource());
        }
      } else if (pattern.getSource() != null) {
        all++;
      }
    } else if (element instanceof GroupElement group) {
      group.getChildren().forEach(this::collect);
    }
  }

  /** An alternative leaves out conditions of the text, and keeps the order of the others. */
  private void align(List<Condition> written) {
    int from = 0;
    for (var pattern : patterns) {
      int best = -1;
      int most = -1;
      for (int i = from; i < written.size(); i++) {
        int alike = alike(pattern, written.get(i));
        if (alike > most) {
          best = i;
          most = alike;
        }
      }
      if (best >= 0 && most >= 0) {
        bind(pattern, written.get(best));
        from = best + 1;
      }
    }
  }

  private void bind(Pattern pattern, Condition condition) {
    conditions.put(pattern, condition);
    var constraints = pattern.getConstraints();
    for (int i = 0; i < constraints.size() && i < condition.parts().size(); i++) {
      if (constraints.size() == condition.parts().size()) {
        parts.put(constraints.get(i), condition.parts().get(i));
      }
    }
  }

  /** How many parts compare with the same literals; -1 for a condition of another type. */
  private static int alike(Pattern pattern, Condition condition) {
    if (!Matching.type(pattern).getSimpleName().equals(condition.type())
        || pattern.getConstraints().size() != condition.parts().size()) {
      return -1;
    }
    int alike = 0;
    for (int i = 0; i < condition.parts().size(); i++) {
      var compiled = RuleText.literals(pattern.getConstraints().get(i).toString());
      alike += compiled.equals(condition.parts().get(i).literals()) ? 1 : 0;
    }
    return alike;
  }
}
