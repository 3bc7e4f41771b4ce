package io.knowfirst.rules.why;

import io.knowfirst.rules.engine.Admission;
import io.knowfirst.rules.engine.Element;
import io.knowfirst.rules.engine.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which facts of a finished run meet a rule's conditions. Asks the constraints that the engine
 * asked; the engine alone decides what fires, this only finds where it stopped. A row holds facts
 * that meet the first conditions together, by their positions.
 */
final class Matching {
  private static final int MOST_ROWS = 500;
  private static final int MOST_SUMMED = 100_000;

  private final List<?> facts;
  private final Instant now;
  private final @Nullable Object left;
  private final int most;

  /**
   * @param left a constraint or element that is taken for met, to see whether it alone stood in the
   *     way; null for none
   */
  Matching(List<?> facts, @Nullable Object left) {
    this(facts, left, MOST_ROWS);
  }

  private Matching(List<?> facts, @Nullable Object left, int most) {
    this.facts = facts;
    this.now = Admission.now(facts);
    this.left = left;
    this.most = most;
  }

  Matching without(Object constraint) {
    return new Matching(facts, constraint);
  }

  /** The rows that meet one condition more; at most some hundred of them, all for a sum. */
  List<@Nullable Object[]> extend(List<@Nullable Object[]> rows, Element element) {
    if (element == left) {
      return rows;
    }
    if (element instanceof Element.Group group) {
      return rows.stream().filter(row -> inner(row, group).isEmpty() == group.not()).toList();
    }
    var placed = (Element.Positioned) element;
    var joined = new ArrayList<@Nullable Object[]>();
    for (var row : rows) {
      for (var candidate : candidates(placed, row)) {
        var next = with(row, placed, candidate);
        if (joined.size() < most && failing(placed, next).isEmpty()) {
          joined.add(next);
        }
      }
    }
    return joined;
  }

  /** The rows within a {@code not} or {@code exists}. */
  List<@Nullable Object[]> inner(@Nullable Object[] row, Element.Group group) {
    var rows = List.<@Nullable Object[]>of(row);
    for (var element : group.of()) {
      rows = extend(rows, element);
    }
    return rows;
  }

  static @Nullable Object[] with(
      @Nullable Object[] row, Element.Positioned placed, Object candidate) {
    var next = row.clone();
    next[placed.position()] = candidate;
    return next;
  }

  private List<?> candidates(Element.Positioned placed, @Nullable Object[] row) {
    if (placed instanceof Element.One one) {
      return candidates(one);
    }
    var results = results((Element.Sum) placed, summed((Element.Sum) placed, row));
    return results == null ? List.of() : List.of((Object) results);
  }

  /** The facts that a condition may see, in the order in which they came. */
  List<?> candidates(Element.One one) {
    return ofType(one).filter(fact -> !one.admission().isStale(fact, now)).toList();
  }

  /** Those that are too old for it. */
  List<?> stale(Element.One one) {
    return ofType(one).filter(fact -> one.admission().isStale(fact, now)).toList();
  }

  private Stream<?> ofType(Element.One one) {
    return facts.stream()
        .filter(one.pattern().type()::isInstance)
        .filter(one.admission()::concerns);
  }

  /** How old a fact is, in seconds; 0 for one that is as of the decision. */
  long age(Object fact) {
    var asOf = Admission.asOf(fact);
    return asOf == null ? 0 : Math.max(0, Duration.between(asOf, now).toSeconds());
  }

  /** What an accumulate is taken over, where the conditions before met a row. */
  List<@Nullable Object[]> summed(Element.Sum sum, @Nullable Object[] row) {
    var all = new Matching(facts, left, MOST_SUMMED);
    var rows = List.<@Nullable Object[]>of(row);
    for (var element : sum.over()) {
      rows = all.extend(rows, element);
    }
    return rows;
  }

  /** The results over rows; null for nothing. */
  @Nullable Object @Nullable [] results(Element.Sum sum, List<@Nullable Object[]> rows) {
    try {
      return sum.reduction().of(rows);
    } catch (RuntimeException thrown) {
      return null;
    }
  }

  /** The constraints of a condition that a row fails. */
  List<Element.Constraint> failing(Element.Positioned placed, @Nullable Object[] row) {
    return placed.constraints().stream().filter(one -> !holds(one, row)).toList();
  }

  boolean holds(Element.Constraint constraint, @Nullable Object[] row) {
    return constraint == left || constraint.holds(row);
  }

  boolean meets(Way way) {
    var rows = List.<@Nullable Object[]>of(way.frame());
    for (var element : way.elements()) {
      rows = extend(rows, element);
    }
    return !rows.isEmpty();
  }
}
