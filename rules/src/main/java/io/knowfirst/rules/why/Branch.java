package io.knowfirst.rules.why;

import io.knowfirst.rules.check.RuleText;
import io.knowfirst.rules.check.RuleText.Condition;
import io.knowfirst.rules.check.RuleText.Part;
import io.knowfirst.rules.engine.Element;
import io.knowfirst.rules.engine.Way;
import io.knowfirst.rules.language.RuleTree;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One alternative of a rule, and its author's words for each of its parts. */
final class Branch {
  private final Way way;
  private final IdentityHashMap<Element.Placed, Condition> conditions = new IdentityHashMap<>();
  private final IdentityHashMap<Element.Constraint, Part> parts = new IdentityHashMap<>();

  private Branch(Way way, Map<Integer, Condition> written) {
    this.way = way;
    way.elements().forEach(element -> bind(element, written));
  }

  /**
   * All alternatives.
   *
   * @param text with a condition for each fact and accumulate of the tree, in its order
   */
  static List<Branch> all(RuleTree rule, RuleText text) {
    var written = new HashMap<Integer, Condition>();
    var offsets = Offsets.of(rule);
    for (int i = 0; i < offsets.size() && i < text.conditions().size(); i++) {
      written.put(offsets.get(i), text.conditions().get(i));
    }
    return Way.all(rule).stream().map(way -> new Branch(way, written)).toList();
  }

  private void bind(Element element, Map<Integer, Condition> written) {
    if (element instanceof Element.Group group) {
      group.of().forEach(one -> bind(one, written));
      return;
    }
    var placed = (Element.Placed) element;
    var condition = written.get(placed.at());
    if (condition != null) {
      conditions.put(placed, condition);
      var constraints = placed.constraints();
      if (constraints.size() == condition.parts().size()) {
        for (int i = 0; i < constraints.size(); i++) {
          parts.put(constraints.get(i), condition.parts().get(i));
        }
      }
    }
    if (element instanceof Element.Sum sum) {
      sum.over().forEach(one -> bind(one, written));
    }
  }

  List<Element> elements() {
    return way.elements();
  }

  /** A frame without facts. */
  @Nullable Object[] frame() {
    return way.frame();
  }

  @Nullable Condition condition(Element.Placed placed) {
    return conditions.get(placed);
  }

  @Nullable Part part(Element.Constraint constraint) {
    return parts.get(constraint);
  }
}
