package io.knowfirst.rules.engine;

import org.drools.model.functions.HashedExpression;
import org.drools.model.functions.Predicate1;

/** A slot belongs to one position of one shape. */
record KeyPredicate(int key) implements Predicate1<Matched>, HashedExpression {
  @Override
  public boolean test(Matched slot) {
    return ((Slot) slot).key() == key;
  }

  @Override
  public String getExpressionHash() {
    return "key" + key;
  }
}
