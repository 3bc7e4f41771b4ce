package io.knowfirst.rules.engine;

import org.drools.model.functions.HashedExpression;
import org.drools.model.functions.Predicate2;

/** Two slots belong to one variant. */
record SamePredicate() implements Predicate2<Matched, Matched>, HashedExpression {
  @Override
  public boolean test(Matched own, Matched first) {
    return ((Slot) own).variant() == ((Slot) first).variant();
  }

  @Override
  public String getExpressionHash() {
    return "same";
  }
}
