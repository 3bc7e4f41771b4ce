package io.knowfirst.rules.language;

import io.knowfirst.rules.language.Outline.FactTypes;
import io.knowfirst.rules.language.Outline.Offsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.jspecify.annotations.Nullable;

/** Makes the conditions of a rule from its outline; what they cannot carry is left out and kept. */
final class ConditionReader {
  private static final Set<String> FUNCTIONS = Set.of("sum", "count", "min", "max", "average");
  private static final Map<String, String> INSTEAD =
      Map.of(
          "groupby", "accumulate, with a rule for each key",
          "forall", "not (…) with the opposite condition",
          "collect", "accumulate with count",
          "from", "name the fact: Bought(category == \"…\")",
          "eval", "compare properties: Bought(times(30) >= 2)");

  private final String rule;
  private final String text;
  private final FactTypes types;
  private final Offsets places;
  private final List<NotInLanguage> problems = new ArrayList<>();

  /**
   * @param rule its name
   * @param text of the file
   */
  ConditionReader(String rule, String text, FactTypes types, Offsets places) {
    this.rule = rule;
    this.text = text;
    this.types = types;
    this.places = places;
  }

  List<NotInLanguage> problems() {
    return problems;
  }

  /** The conditions of a group. */
  List<Condition> all(ConditionalElementDescr group) {
    var all = new ArrayList<Condition>();
    for (var part : group.getDescrs()) {
      try {
        all.add(condition(part));
      } catch (NotInLanguage problem) {
        problems.add(problem);
      }
    }
    return all;
  }

  private Condition condition(BaseDescr element) {
    if (element instanceof PatternDescr pattern) {
      return pattern.getSource() == null ? pattern(pattern) : accumulate(pattern);
    } else if (element.getClass() == AndDescr.class) {
      return group((AndDescr) element);
    } else if (element.getClass() == OrDescr.class) {
      return new Condition.Or(all((OrDescr) element), at(element));
    } else if (element.getClass() == NotDescr.class) {
      return new Condition.Not(group((NotDescr) element), at(element));
    } else if (element.getClass() == ExistsDescr.class) {
      return new Condition.Exists(group((ExistsDescr) element), at(element));
    }
    throw refused(element);
  }

  private NotInLanguage refused(BaseDescr element) {
    var what = element.getClass().getSimpleName().replace("Descr", "").toLowerCase(Locale.ROOT);
    return new NotInLanguage(
        "KF114",
        at(element),
        "Rule \"%s\" uses \"%s\", expected facts, and, or, not, exists or accumulate. Maybe %s.",
        rule,
        what,
        INSTEAD.getOrDefault(what, "derive a segment in a rule of its own and ask for it"));
  }

  private Condition group(ConditionalElementDescr group) {
    var all = all(group);
    return all.size() == 1 ? all.get(0) : new Condition.And(all, at((BaseDescr) group));
  }

  private Condition pattern(PatternDescr pattern) {
    int at = at(pattern);
    if (pattern.getObjectType() == null) {
      throw new NotInLanguage(
          "KF114",
          at,
          "Rule \"%s\" holds a path, expected facts. Maybe visitor.visits within a fact.",
          rule);
    }
    var type = types.named(pattern.getObjectType(), at);
    checkPlain(pattern);
    return new Condition.Pattern(pattern.getIdentifier(), type, constraints(pattern, at), at);
  }

  private void checkPlain(PatternDescr pattern) {
    boolean plain =
        pattern.getPositionalConstraints().isEmpty()
            && pattern.getBehaviors().isEmpty()
            && !pattern.isUnification()
            && pattern.getAnnotations().isEmpty()
            && pattern.getDescrs().stream().allMatch(ExprConstraintDescr.class::isInstance)
            && !pattern.isQuery();
    if (!plain) {
      problems.add(
          new NotInLanguage(
              "KF114",
              at(pattern),
              "%s holds something else than comparisons of its properties.",
              pattern.getObjectType()));
    }
  }

  private List<Expression> constraints(PatternDescr pattern, int from) {
    var all = new ArrayList<Expression>();
    for (var part : pattern.getConstraint().getDescrs()) {
      try {
        if (part instanceof ExprConstraintDescr constraint) {
          all.add(ExpressionReader.constraint(constraint.getText(), at(constraint, from)));
        }
      } catch (NotInLanguage problem) {
        problems.add(problem);
      }
    }
    return all;
  }

  private Condition accumulate(PatternDescr pattern) {
    if (!(pattern.getSource() instanceof AccumulateDescr sum)
        || sum.getClass() != AccumulateDescr.class) {
      throw refused((BaseDescr) pattern.getSource());
    }
    checkPlain(pattern);
    int at = pattern.getLine() < 1 ? startOf(sum) : at(pattern);
    var input = sum.getInput();
    var over =
        input instanceof ConditionalElementDescr group && !(input instanceof OrDescr)
            ? group(group)
            : condition(input);
    var functions = new ArrayList<Condition.Function>();
    for (var function : sum.getFunctions()) {
      if (FUNCTIONS.contains(function.getFunction()) && function.getParams().length < 2) {
        functions.add(
            new Condition.Function(
                function.getFunction(),
                argument(function.getParams(), at),
                function.getBind(),
                at));
      }
    }
    if (functions.isEmpty() || functions.size() < sum.getFunctions().size() || hasCode(sum)) {
      throw new NotInLanguage(
          "KF114",
          pattern.getLine() < 1 ? at : at(sum),
          "Rule \"%s\" accumulates with code of its own, expected one of sum, count, min, max, average.",
          rule);
    }
    return new Condition.Accumulate(
        over, functions, pattern.getIdentifier(), constraints(pattern, at), at);
  }

  private static boolean hasCode(AccumulateDescr sum) {
    return sum.getInitCode() != null
        || sum.getActionCode() != null
        || sum.getReverseCode() != null
        || sum.getResultCode() != null;
  }

  private @Nullable Expression argument(String[] written, int from) {
    return written.length == 0 || written[0].isBlank()
        ? null
        : ExpressionReader.constraint(written[0], Math.max(from, text.indexOf(written[0], from)));
  }

  /** A sum that stands alone has no place of its own for the parser. */
  private int startOf(AccumulateDescr sum) {
    return Math.max(0, text.lastIndexOf("accumulate", first(sum.getInput())));
  }

  private int first(BaseDescr input) {
    return input instanceof ConditionalElementDescr group && !group.getDescrs().isEmpty()
        ? first((BaseDescr) group.getDescrs().get(0))
        : at(input);
  }

  private int at(ExprConstraintDescr constraint, int from) {
    int found = constraint.getLine() < 1 ? text.indexOf(constraint.getText(), from) : -1;
    return found < 0 ? at(constraint) : found;
  }

  private int at(BaseDescr element) {
    return places.offset(element.getLine(), element.getColumn());
  }
}
