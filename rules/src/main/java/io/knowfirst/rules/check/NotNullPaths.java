package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Expression.Comparison;
import io.knowfirst.rules.language.Expression.Literal;
import io.knowfirst.rules.language.TreeText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What cannot be null where a condition stands, by what stands before it. */
record NotNullPaths(Set<String> paths) {
  static final NotNullPaths NOTHING = new NotNullPaths(Set.of());

  NotNullPaths {
    paths = Set.copyOf(paths);
  }

  boolean knows(String path) {
    return paths.contains(path);
  }

  /** Behind constraints that hold. */
  NotNullPaths holds(List<Expression> constraints) {
    var known = this;
    for (var constraint : constraints) {
      known = known.holds(constraint);
    }
    return known;
  }

  /** Behind a constraint that holds. */
  NotNullPaths holds(Expression constraint) {
    var more = new HashSet<>(paths);
    more.addAll(notNull(constraint));
    return new NotNullPaths(more);
  }

  /** Behind a constraint that does not hold. */
  NotNullPaths fails(Expression constraint) {
    var more = new HashSet<>(paths);
    if (constraint instanceof Comparison comparison && comparison.operator().equals("==")) {
      var asked = comparison.literalLast();
      add(isNull(asked.right()), asked.left(), more);
    }
    return new NotNullPaths(more);
  }

  private static Set<String> notNull(Expression constraint) {
    var known = new HashSet<String>();
    if (constraint instanceof Expression.Conjunction and) {
      and.parts().forEach(one -> known.addAll(notNull(one)));
    } else if (constraint instanceof Expression.Disjunction or) {
      known.addAll(notNull(or.parts().get(0)));
      or.parts().forEach(one -> known.retainAll(notNull(one)));
    } else if (constraint instanceof Comparison written) {
      var comparison = written.literalLast();
      boolean different = comparison.operator().equals("!=");
      boolean told = comparison.right() instanceof Literal;
      add(told && isNull(comparison.right()) == different, comparison.left(), known);
    } else if (constraint instanceof Expression.In in) {
      add(!in.negated() && in.among().stream().noneMatch(NotNullPaths::isNull), in.value(), known);
    } else if (constraint instanceof Expression.TextTest test) {
      add(!test.negated(), test.left(), known);
    }
    return known;
  }

  private static void add(boolean told, Expression path, Set<String> known) {
    if (told) {
      known.add(TreeText.of(path.unnamed()));
    }
  }

  private static boolean isNull(Expression expression) {
    return expression instanceof Literal literal && literal.value() == null;
  }
}
