package io.knowfirst.rules.engine;

import org.drools.model.functions.HashedExpression;
import org.drools.model.functions.Predicate2;
import org.drools.model.functions.Predicate3;
import org.drools.model.functions.Predicate4;
import org.drools.model.functions.Predicate5;
import org.drools.model.functions.Predicate6;
import org.drools.model.functions.PredicateInformation;

/**
 * The constraints at one position of a shape, whatever the variant: it comes with the first fact,
 * to which all others are joined.
 */
final class JoinPredicate
    implements Predicate2<Matched, Matched>,
        Predicate3<Matched, Matched, Matched>,
        Predicate4<Matched, Matched, Matched, Matched>,
        Predicate5<Matched, Matched, Matched, Matched, Matched>,
        Predicate6<Matched, Matched, Matched, Matched, Matched, Matched>,
        HashedExpression {
  private final int position;
  private final String id;

  JoinPredicate(int position, String id) {
    this.position = position;
    this.id = id;
  }

  @Override
  public boolean test(Matched own, Matched first) {
    return ((Slot) first).run().holds(position, own, (Slot) first);
  }

  @Override
  public boolean test(Matched own, Matched first, Matched a) {
    return ((Slot) first).run().holds(position, own, (Slot) first, a);
  }

  @Override
  public boolean test(Matched own, Matched first, Matched a, Matched b) {
    return ((Slot) first).run().holds(position, own, (Slot) first, a, b);
  }

  @Override
  public boolean test(Matched own, Matched first, Matched a, Matched b, Matched c) {
    return ((Slot) first).run().holds(position, own, (Slot) first, a, b, c);
  }

  @Override
  public boolean test(Matched own, Matched first, Matched a, Matched b, Matched c, Matched d) {
    return ((Slot) first).run().holds(position, own, (Slot) first, a, b, c, d);
  }

  @Override
  public JoinPredicate negate() {
    throw new UnsupportedOperationException("The conditions of rules are negated before.");
  }

  @Override
  public PredicateInformation predicateInformation() {
    return PredicateInformation.EMPTY_PREDICATE_INFORMATION;
  }

  @Override
  public String getExpressionHash() {
    return id;
  }
}
