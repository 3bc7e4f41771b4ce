package io.knowfirst.rules.why;

import java.util.ArrayList;
import java.util.List;
import org.drools.base.base.ClassObjectType;
import org.drools.base.base.ValueResolver;
import org.drools.base.rule.ContextEntry;
import org.drools.base.rule.GroupElement;
import org.drools.base.rule.Pattern;
import org.drools.base.rule.RuleConditionElement;
import org.drools.base.rule.constraint.AlphaNodeFieldConstraint;
import org.drools.base.rule.constraint.BetaConstraint;
import org.drools.base.rule.constraint.Constraint;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.FactHandle;

/**
 * Which facts of a finished run meet a rule's conditions. Asks the engine's own constraints; the
 * engine alone decides what fires, this only finds where it stopped.
 */
final class Matching {
  private static final int MOST_ROWS = 500;
  private static final int MOST_SUMMED = 100_000;

  private final List<FactHandle> facts;
  private final ValueResolver resolver;
  private final @Nullable Object left;
  private final int most;

  /**
   * @param left a constraint or pattern that is taken for met, to see whether it alone stood in the
   *     way; null for none
   */
  Matching(List<FactHandle> facts, ValueResolver resolver, @Nullable Object left) {
    this(facts, resolver, left, MOST_ROWS);
  }

  private Matching(
      List<FactHandle> facts, ValueResolver resolver, @Nullable Object left, int most) {
    this.facts = facts;
    this.resolver = resolver;
    this.left = left;
    this.most = most;
  }

  Matching without(Object constraint) {
    return new Matching(facts, resolver, constraint);
  }

  /** The rows that meet one condition more; at most some hundred of them, all for a sum. */
  List<Row> extend(List<Row> rows, RuleConditionElement element) {
    if (element == left) {
      return rows;
    }
    if (element instanceof Pattern pattern) {
      return isOpaque(pattern) ? rows : join(rows, pattern);
    }
    if (!(element instanceof GroupElement group)) {
      return rows;
    }
    if (group.isNot() || group.isExists()) {
      return rows.stream().filter(row -> inner(row, group).isEmpty() == group.isNot()).toList();
    }
    var next = rows;
    for (var child : group.getChildren()) {
      next = extend(next, child);
    }
    return next;
  }

  /** The rows within a {@code not} or {@code exists}. */
  List<Row> inner(Row row, GroupElement group) {
    var rows = List.of(row);
    for (var child : group.getChildren()) {
      rows = extend(rows, child);
    }
    return rows;
  }

  private List<Row> join(List<Row> rows, Pattern pattern) {
    var joined = new ArrayList<Row>();
    for (var row : rows) {
      for (var handle : candidates(pattern, row)) {
        if (joined.size() < most && failed(pattern, row, handle) == 0) {
          joined.add(row.with(pattern.getTupleIndex(), handle));
        }
      }
    }
    return joined;
  }

  private List<FactHandle> candidates(Pattern pattern, Row row) {
    if (Sum.of(pattern) == null) {
      return candidates(pattern);
    }
    var sum = sum(pattern, row);
    return sum == null ? List.of() : List.of(sum.handle());
  }

  /** What a pattern sums or counts, where the conditions before met this; null for nothing. */
  @Nullable Sum sum(Pattern pattern, Row row) {
    var sum = Sum.of(pattern);
    var all = new Matching(facts, resolver, left, MOST_SUMMED);
    try {
      return sum == null
          ? null
          : Sum.of(sum, row, all.extend(List.of(row), sum.getSource()), resolver);
    } catch (RuntimeException thrown) {
      return null;
    }
  }

  /** The facts of a pattern's type, in the order in which they came. */
  List<FactHandle> candidates(Pattern pattern) {
    var type = type(pattern);
    return facts.stream().filter(handle -> type.isInstance(handle.getObject())).toList();
  }

  /** How many constraints of a pattern a fact fails. */
  int failed(Pattern pattern, Row row, FactHandle handle) {
    int failed = 0;
    for (var constraint : pattern.getConstraints()) {
      failed += holds(constraint, row, handle) ? 0 : 1;
    }
    return failed;
  }

  boolean holds(Constraint constraint, Row row, FactHandle handle) {
    if (constraint == left) {
      return true;
    }
    try {
      if (constraint.getType() == Constraint.ConstraintType.ALPHA
          && constraint instanceof AlphaNodeFieldConstraint alone) {
        return alone.isAllowed(handle, resolver);
      }
      return !(constraint instanceof BetaConstraint<?> join) || holds(join, row, handle);
    } catch (RuntimeException thrown) {
      return false;
    }
  }

  private <C> boolean holds(BetaConstraint<C> join, Row row, FactHandle handle) {
    C context = join.createContext();
    if (context instanceof ContextEntry entry) {
      entry.updateFromTuple(resolver, row);
    }
    return join.isAllowedCachedLeft(context, handle);
  }

  ValueResolver resolver() {
    return resolver;
  }

  static Class<?> type(Pattern pattern) {
    return pattern.getObjectType() instanceof ClassObjectType type
        ? type.getClassType()
        : Object.class;
  }

  /** Whether a pattern is about no fact of ours and no sum: the engine's own first one. */
  static boolean isOpaque(Pattern pattern) {
    return Sum.of(pattern) == null
        && (pattern.getSource() != null
            || !type(pattern).getName().startsWith("io.knowfirst.rules.facts."));
  }
}
