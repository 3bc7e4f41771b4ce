package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.RuleTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Parts one way to satisfy a rule into its shape and what the shape leaves open. */
final class Planner {
  /** How many other facts the constraints of one condition may read. */
  private static final int MOST_OTHERS = 4;

  private final Way way;
  private final Shared shared;
  private final @Nullable Alpha[] alphas;
  private final Check[] joins;
  private final @Nullable Reduction[] sums;
  private final Set<Alpha> needs = new LinkedHashSet<>();
  private final List<Integer> evidence = new ArrayList<>();
  private final String rule;
  private final List<ShapePart> shape;
  private final List<Conclude> conclusions;

  /** Conditions by what they ask of one fact alone. */
  @FunctionalInterface
  interface Shared {
    Alpha alpha(Class<?> type, List<Expression> constraints, Admission admission);
  }

  /**
   * @param shared gives the same object for the same constraints
   * @throws NotInLanguage for what the engine cannot join
   */
  Planner(Way way, RuleTree rule, Shared shared) {
    this.rule = rule.name();
    this.way = way;
    this.shared = shared;
    this.alphas = new Alpha[way.size()];
    this.joins = new Check[way.size()];
    this.sums = new Reduction[way.size()];
    this.shape = way.elements().stream().map(element -> part(element, true, true)).toList();
    this.conclusions =
        rule.conclusions().stream().map(one -> Conclude.of(one, way.scope())).toList();
  }

  /**
   * @param number of the rule
   * @param level how many derivations of segments come before it
   */
  Variant variant(int number, int level) {
    return new Variant(
        number,
        rule,
        shape,
        new Variant.VariantParts(
            alphas,
            joins,
            sums,
            needs.toArray(Alpha[]::new),
            evidence.stream().mapToInt(Integer::intValue).toArray(),
            conclusions.toArray(Conclude[]::new)),
        level);
  }

  /**
   * @param needed whether the rule cannot fire without it
   * @param matched whether a firing rests on it
   */
  private ShapePart part(Element element, boolean needed, boolean matched) {
    if (element instanceof Element.One one) {
      return one(one, needed, matched);
    } else if (element instanceof Element.Group group) {
      boolean inside = needed && !group.not();
      return new ShapePart.GroupPart(
          group.not(), group.of().stream().map(one -> part(one, inside, false)).toList());
    }
    return sum((Element.Sum) element, needed);
  }

  private ShapePart.FactPart one(Element.One one, boolean needed, boolean matched) {
    int position = one.position();
    var own =
        one.constraints().stream()
            .filter(constraint -> constraint.others().isEmpty())
            .map(Element.Constraint::written)
            .toList();
    var canonical = Canonical.of(own, way.scope(), position);
    var alpha = shared.alpha(one.pattern().type(), canonical, one.admission());
    alphas[position] = alpha;
    if (needed) {
      needs.add(alpha);
    }
    if (matched) {
      evidence.add(position);
    }
    return new ShapePart.FactPart(position, joined(one, Set.of()));
  }

  /** The positions that the constraints of one position read, whose checks it notes. */
  private List<Integer> joined(Element.Positioned placed, Set<Integer> more) {
    var others = new TreeSet<>(more);
    var checks = new ArrayList<Check>();
    for (var constraint : placed.constraints()) {
      if (!constraint.others().isEmpty() || placed instanceof Element.Sum) {
        checks.add(constraint.check());
        others.addAll(constraint.others());
      }
    }
    joins[placed.position()] = Check.all(checks);
    limit(others.size(), placed.at());
    return List.copyOf(others);
  }

  private static void limit(int others, int at) {
    if (others > MOST_OTHERS) {
      throw new NotInLanguage(
          at,
          "The condition reads %d other facts, expected %d at most. Maybe derive a segment from some of them first."
              .formatted(others, MOST_OTHERS));
    }
  }

  private ShapePart sum(Element.Sum sum, boolean needed) {
    boolean some = needed && !isMetByNothing(sum);
    limit(sum.over().size() - 1, sum.at());
    var over = sum.over().stream().map(one -> one(one, some, false)).toList();
    sums[sum.position()] = sum.reduction();
    return new ShapePart.SumPart(sum.position(), over, joined(sum, sum.outside()));
  }

  /** Whether it may be satisfied where there is nothing to accumulate. */
  private boolean isMetByNothing(Element.Sum sum) {
    var results = sum.reduction().of(List.of());
    if (results == null) {
      return false;
    }
    var frame = way.frame();
    frame[sum.position()] = results;
    return sum.constraints().stream()
        .allMatch(constraint -> !constraint.others().isEmpty() || constraint.holds(frame));
  }
}
