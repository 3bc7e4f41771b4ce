package io.knowfirst.rules.language;

import io.knowfirst.rules.facts.Fact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule asks of the facts. Each knows its offset in the text. */
public sealed interface Condition {
  int at();

  /** There is a fact of a type that satisfies all constraints. */
  record Pattern(
      @Nullable String variable, Class<? extends Fact> type, List<Expression> constraints, int at)
      implements Condition {
    public Pattern {
      constraints = List.copyOf(constraints);
    }
  }

  record And(List<Condition> of, int at) implements Condition {
    public And {
      of = List.copyOf(of);
    }
  }

  record Or(List<Condition> of, int at) implements Condition {
    public Or {
      of = List.copyOf(of);
    }
  }

  record Not(Condition of, int at) implements Condition {}

  record Exists(Condition of, int at) implements Condition {}

  /**
   * What functions make of all matches of some conditions satisfies the constraints.
   *
   * @param variable the name of the one function's result; null for none
   */
  record Accumulate(
      Condition over,
      List<Function> functions,
      @Nullable String variable,
      List<Expression> constraints,
      int at)
      implements Condition {
    public Accumulate {
      functions = List.copyOf(functions);
      constraints = List.copyOf(constraints);
    }
  }

  /**
   * One of sum, count, min, max and average.
   *
   * @param argument null for a count of matches
   */
  record Function(String name, @Nullable Expression argument, @Nullable String variable, int at) {}
}
