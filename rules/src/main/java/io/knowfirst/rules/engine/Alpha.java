package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The constraints on one fact alone of all patterns that have the same ones. */
final class Alpha {
  private final Class<?> type;
  private final List<Expression> constraints;
  private final Admission admission;
  private Check check = Check.ALWAYS;
  private int uses;
  private Variant[] wakes = {};

  /**
   * @param constraints in canonical form
   */
  Alpha(Class<?> type, List<Expression> constraints, Admission admission) {
    this.type = type;
    this.constraints = List.copyOf(constraints);
    this.admission = admission;
  }

  Class<?> type() {
    return type;
  }

  List<Expression> constraints() {
    return constraints;
  }

  /** What to ask of a fact that was found by the constraints left out. */
  void asks(List<Check> checks) {
    check = Check.all(checks);
  }

  Admission admission() {
    return admission;
  }

  boolean holds(@Nullable Object[] fact) {
    return check.holds(fact);
  }

  void use() {
    uses++;
  }

  /** How many patterns have these constraints. */
  int uses() {
    return uses;
  }

  void wakes(List<Variant> variants) {
    wakes = variants.toArray(Variant[]::new);
  }

  /** The variants to look at once a fact satisfies the constraints. */
  Variant[] wakes() {
    return wakes;
  }
}
