package io.knowfirst.rules.base;

import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;
import org.drools.base.base.ObjectType;
import org.drools.base.base.ValueResolver;
import org.drools.base.common.NetworkNode;
import org.drools.base.reteoo.BaseTuple;
import org.drools.base.rule.Pattern;
import org.drools.base.rule.constraint.BetaConstraint;
import org.drools.core.RuleBaseConfiguration;
import org.drools.core.common.BetaConstraints;
import org.drools.core.reteoo.BetaMemory;
import org.drools.core.reteoo.Tuple;
import org.drools.core.reteoo.builder.BuildContext;
import org.drools.util.bitmask.BitMask;
import org.kie.api.runtime.rule.FactHandle;

/**
 * The conditions of a join. They count as not met when they throw or when all rules of the join are
 * suspended, and break off when the thread was interrupted.
 */
final class GuardedJoin implements BetaConstraints<Object> {
  private final BetaConstraints<Object> conditions;
  private final NetworkNode node;
  private final Guard guard;

  GuardedJoin(BetaConstraints<Object> conditions, NetworkNode node, Guard guard) {
    this.conditions = conditions;
    this.node = node;
    this.guard = guard;
  }

  @Override
  public boolean isAllowedCachedLeft(Object context, FactHandle handle) {
    goOn();
    try {
      return !guard.idle(node) && conditions.isAllowedCachedLeft(context, handle);
    } catch (RuntimeException e) {
      guard.threw(node, e);
      return false;
    }
  }

  @Override
  public boolean isAllowedCachedRight(BaseTuple tuple, Object context) {
    goOn();
    try {
      return !guard.idle(node) && conditions.isAllowedCachedRight(tuple, context);
    } catch (RuntimeException e) {
      guard.threw(node, e);
      return false;
    }
  }

  @Override
  public void updateFromTuple(
      Object context, ValueResolver resolver, @SuppressWarnings("rawtypes") Tuple tuple) {
    try {
      conditions.updateFromTuple(context, resolver, tuple);
    } catch (RuntimeException e) {
      guard.threw(node, e);
    }
  }

  @Override
  public void updateFromFactHandle(Object context, ValueResolver resolver, FactHandle handle) {
    try {
      conditions.updateFromFactHandle(context, resolver, handle);
    } catch (RuntimeException e) {
      guard.threw(node, e);
    }
  }

  private void goOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new Overrun(Guard.rules(node));
    }
  }

  @Override
  public Object createContext() {
    return conditions.createContext();
  }

  @Override
  public BetaConstraint<?>[] getConstraints() {
    return conditions.getConstraints();
  }

  @Override
  public BetaConstraints<?> getOriginalConstraint() {
    return conditions.getOriginalConstraint();
  }

  @Override
  public boolean isIndexed() {
    return conditions.isIndexed();
  }

  @Override
  public int getIndexCount() {
    return conditions.getIndexCount();
  }

  @Override
  public boolean isEmpty() {
    return conditions.isEmpty();
  }

  @Override
  @SuppressWarnings("rawtypes")
  public BetaMemory createBetaMemory(RuleBaseConfiguration settings, int nodeType) {
    return conditions.createBetaMemory(settings, nodeType);
  }

  @Override
  public void resetTuple(Object context) {
    conditions.resetTuple(context);
  }

  @Override
  public void resetFactHandle(Object context) {
    conditions.resetFactHandle(context);
  }

  @Override
  public BitMask getListenedPropertyMask(
      Pattern pattern, ObjectType type, List<String> properties) {
    return conditions.getListenedPropertyMask(pattern, type, properties);
  }

  @Override
  public void init(BuildContext context, int nodeType) {
    conditions.init(context, nodeType);
  }

  @Override
  public void initIndexes(int depth, int nodeType, RuleBaseConfiguration settings) {
    conditions.initIndexes(depth, nodeType, settings);
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> T cloneIfInUse() {
    return (T) this;
  }

  @Override
  public boolean isLeftUpdateOptimizationAllowed() {
    return conditions.isLeftUpdateOptimizationAllowed();
  }

  @Override
  public void registerEvaluationContext(BuildContext context) {
    conditions.registerEvaluationContext(context);
  }

  @Override
  public void writeExternal(ObjectOutput out) {
    throw new UnsupportedOperationException("A guarded network is never stored.");
  }

  @Override
  public void readExternal(ObjectInput in) {
    throw new UnsupportedOperationException("A guarded network is never stored.");
  }
}
