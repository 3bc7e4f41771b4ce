package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.language.Conclusion;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Expression.Property;
import io.knowfirst.rules.language.Paths;
import io.knowfirst.rules.language.TreeText;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * KF220: a call, or a calculation, with a property that a fact may not know. The rule fails for
 * every visitor of whom it is not known. Which properties may be unknown is said by the vocabulary.
 */
final class MayBeNull implements Advice {
  private static final Set<String> REFUSING_NULL = Set.of("startsWith", "endsWith", "contains");
  private static final Set<String> OF_CASE = Set.of("equalsIgnoreCase", "toLowerCase");

  @Override
  public void about(Survey survey, List<Finding> findings) {
    var found = new LinkedHashSet<Finding>();
    survey.all().forEach(rule -> new NullSearch(rule.rule(), found).look());
    findings.addAll(found);
  }

  /**
   * A way from a fact.
   *
   * @param path to the property that it leads to; empty for the fact itself
   */
  private record FactPath(Condition.Pattern fact, String path, @Nullable Method accessor) {
    Class<?> type() {
      return accessor == null ? fact.type() : accessor.getReturnType();
    }

    /** The way on from here; null where it leads out of facts. */
    @Nullable FactPath to(Property next) {
      var there = Vocabulary.accessor(type(), next.name()).orElse(null);
      var step = TreeText.of(new Property(null, next.name(), next.arguments(), false, next.at()));
      return there == null || !Fact.class.isAssignableFrom(type())
          ? null
          : new FactPath(fact, path.isEmpty() ? step : path + "." + step, there);
    }
  }

  /** One rule. */
  private static final class NullSearch {
    private final ParsedRule rule;
    private final Set<Finding> findings;
    private final Map<String, FactPath> variables = new HashMap<>();

    NullSearch(ParsedRule rule, Set<Finding> findings) {
      this.rule = rule;
      this.findings = findings;
    }

    void look() {
      for (var asked : rule.logic().facts()) {
        var fact = asked.pattern();
        if (fact.variable() != null) {
          variables.put(fact.variable(), new FactPath(fact, "", null));
        }
        var known = NotNullPaths.NOTHING;
        for (var constraint : fact.constraints()) {
          visit(constraint, fact, known);
          known = known.holds(constraint);
        }
      }
      rule.conclusions().stream()
          .flatMap(Conclusion::told)
          .forEach(told -> way(told, null, NotNullPaths.NOTHING));
    }

    private void visit(Expression expression, Condition.Pattern fact, NotNullPaths before) {
      if (way(expression, fact, before) != null) {
        return;
      }
      var known = before;
      for (var part : expression.parts()) {
        visit(part, fact, known);
        if (expression instanceof Expression.Conjunction) {
          known = known.holds(part);
        } else if (expression instanceof Expression.Disjunction) {
          known = known.fails(part);
        } else if (expression instanceof Expression.Arithmetic) {
          refuse(part, fact, known, "the calculation");
        }
      }
      if (expression instanceof Expression.Binding binding) {
        var bound = way(binding.of(), fact, before);
        if (bound != null) {
          variables.put(binding.variable(), bound);
        }
      } else if (expression instanceof Property call && REFUSING_NULL.contains(call.name())) {
        call.arguments().forEach(one -> refuse(one, fact, before, call.name()));
      }
    }

    /**
     * Follows a way from a variable, or from the fact at hand; null where it leads out of facts.
     */
    private @Nullable FactPath way(
        Expression expression, Condition.@Nullable Pattern fact, NotNullPaths known) {
      if (!(expression instanceof Property property) || property.owner() == null) {
        return first(expression, fact);
      }
      var owner = way(property.owner(), fact, known);
      if (owner == null) {
        return null;
      }
      if (!property.nullSafe() && mayBeNull(owner, property.owner(), known)) {
        var shown = TreeText.of(property.owner());
        var name = property.name();
        add(
            property.owner(),
            "%1$s may be unknown, and then %1$s.%2$s fails, and the rule with it. Maybe %1$s != null before it, or %1$s!.%2$s%3$s."
                .formatted(
                    shown,
                    name,
                    OF_CASE.contains(name) ? ", or %s matches \"(?i)…\"".formatted(shown) : ""));
        return null;
      }
      return owner.to(property);
    }

    private @Nullable FactPath first(Expression expression, Condition.@Nullable Pattern fact) {
      var word = Paths.root(expression);
      var variable = word == null ? null : variables.get(word.word());
      if (word == null || variable != null || fact == null) {
        return variable;
      }
      var property =
          expression instanceof Property call
              ? call
              : new Property(null, word.word(), List.of(), false, word.at());
      return new FactPath(fact, "", null).to(property);
    }

    private boolean mayBeNull(FactPath way, Expression shown, NotNullPaths known) {
      if (way.accessor() == null || !Vocabulary.mayBeNull(way.accessor())) {
        return false;
      }
      var root = Paths.root(shown);
      boolean bound = root != null && variables.containsKey(root.word());
      return !known.knows(TreeText.of(shown))
          && !(bound && NotNullPaths.NOTHING.holds(way.fact().constraints()).knows(way.path()));
    }

    private void refuse(Expression part, Condition.Pattern fact, NotNullPaths known, String what) {
      var way = way(part, fact, known);
      if (way != null && mayBeNull(way, part, known)) {
        add(
            part,
            "%1$s may be unknown, and then %2$s fails, and the rule with it. Maybe %1$s != null before it."
                .formatted(TreeText.of(part), what));
      }
    }

    private void add(Expression at, String message) {
      findings.add(rule.warning(at.start(), "KF220", message));
    }
  }
}
