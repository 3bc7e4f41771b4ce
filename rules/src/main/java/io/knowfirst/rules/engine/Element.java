package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition of one alternative of a rule, with code for its constraints. Facts and results have
 * positions in the frame that the code reads.
 */
public sealed interface Element {

  /**
   * One constraint.
   *
   * @param others the positions of other facts that it reads
   * @param reads what it reads through variables, as written
   */
  record Constraint(Expression written, Check check, Set<Integer> others, Map<String, Code> reads) {
    public Constraint {
      others = Set.copyOf(others);
      reads = Collections.unmodifiableMap(new LinkedHashMap<>(reads));
    }

    /** Whether it holds; one that throws does not. */
    public boolean holds(@Nullable Object[] frame) {
      try {
        return check.holds(frame);
      } catch (RuntimeException thrown) {
        return false;
      }
    }
  }

  /** What has a position and constraints. */
  sealed interface Positioned extends Element {
    int position();

    /** Without those that only give a name. */
    List<Constraint> constraints();

    int at();
  }

  /**
   * A fact that there must be.
   *
   * @param admission which facts it may be at all
   */
  record One(
      int position, Condition.Pattern pattern, List<Constraint> constraints, Admission admission)
      implements Positioned {
    public One {
      constraints = List.copyOf(constraints);
    }

    @Override
    public int at() {
      return pattern.at();
    }
  }

  /** A not or an exists. */
  record Group(boolean not, List<Element> of) implements Element {
    public Group {
      of = List.copyOf(of);
    }
  }

  /**
   * An accumulate; its results stand at its position.
   *
   * @param outside the positions of facts outside that its functions read
   */
  record Sum(
      int position,
      Condition.Accumulate accumulate,
      List<One> over,
      Reduction reduction,
      Set<Integer> outside,
      List<Constraint> constraints)
      implements Positioned {
    public Sum {
      over = List.copyOf(over);
      outside = Set.copyOf(outside);
      constraints = List.copyOf(constraints);
    }

    @Override
    public int at() {
      return accumulate.at();
    }
  }
}
