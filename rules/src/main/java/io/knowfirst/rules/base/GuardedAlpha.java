package io.knowfirst.rules.base;

import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.drools.base.base.ValueResolver;
import org.drools.base.common.NetworkNode;
import org.drools.base.rule.Declaration;
import org.drools.base.rule.constraint.AlphaNodeFieldConstraint;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.FactHandle;

/** A condition on one fact that counts as not met when it throws. */
final class GuardedAlpha implements AlphaNodeFieldConstraint {
  private final AlphaNodeFieldConstraint condition;
  private final NetworkNode node;
  private final Guard guard;
  private final @Nullable Comparing quick;

  GuardedAlpha(
      AlphaNodeFieldConstraint condition,
      NetworkNode node,
      Guard guard,
      @Nullable Comparing quick) {
    this.condition = condition;
    this.node = node;
    this.guard = guard;
    this.quick = quick;
  }

  @Override
  public boolean isAllowed(FactHandle handle, ValueResolver resolver) {
    try {
      return quick == null
          ? condition.isAllowed(handle, resolver)
          : quick.holds(handle.getObject());
    } catch (RuntimeException e) {
      guard.threw(node, e);
      return false;
    }
  }

  @Override
  public AlphaNodeFieldConstraint cloneIfInUse() {
    return this;
  }

  @Override
  public Declaration[] getRequiredDeclarations() {
    return condition.getRequiredDeclarations();
  }

  @Override
  public void replaceDeclaration(Declaration from, Declaration to) {
    condition.replaceDeclaration(from, to);
  }

  @Override
  public GuardedAlpha clone() {
    return this;
  }

  @Override
  public ConstraintType getType() {
    return condition.getType();
  }

  @Override
  public boolean isTemporal() {
    return condition.isTemporal();
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
