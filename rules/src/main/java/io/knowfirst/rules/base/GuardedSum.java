package io.knowfirst.rules.base;

import java.util.function.Supplier;
import org.drools.base.base.ValueResolver;
import org.drools.base.common.NetworkNode;
import org.drools.base.reteoo.BaseTuple;
import org.drools.base.rule.Declaration;
import org.drools.base.rule.accessor.Accumulator;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.FactHandle;

/** A function of an accumulate. Where it throws, the rules of its node fail and no others. */
final class GuardedSum implements Accumulator {
  private final Accumulator function;
  private final NetworkNode node;
  private final Guard guard;

  private GuardedSum(Accumulator function, NetworkNode node, Guard guard) {
    this.function = function;
    this.node = node;
    this.guard = guard;
  }

  static Accumulator of(Accumulator function, NetworkNode node, Guard guard) {
    return function instanceof GuardedSum ? function : new GuardedSum(function, node, guard);
  }

  private @Nullable Object guarded(Supplier<@Nullable Object> work) {
    try {
      return work.get();
    } catch (Overrun e) {
      throw e;
    } catch (RuntimeException e) {
      guard.threw(node, e);
      return null;
    }
  }

  @Override
  public @Nullable Object accumulate(
      Object memory,
      Object context,
      BaseTuple match,
      FactHandle handle,
      Declaration[] outer,
      Declaration[] inner,
      ValueResolver resolver) {
    return guarded(
        () -> function.accumulate(memory, context, match, handle, outer, inner, resolver));
  }

  @Override
  public @Nullable Object getResult(
      Object memory, Object context, BaseTuple match, Declaration[] outer, ValueResolver resolver) {
    return guarded(() -> function.getResult(memory, context, match, outer, resolver));
  }

  @Override
  public Object createWorkingMemoryContext() {
    return function.createWorkingMemoryContext();
  }

  @Override
  public Object createContext() {
    return function.createContext();
  }

  @Override
  public Object init(
      Object memory, Object context, BaseTuple match, Declaration[] outer, ValueResolver resolver) {
    return function.init(memory, context, match, outer, resolver);
  }

  @Override
  public boolean supportsReverse() {
    return function.supportsReverse();
  }

  @Override
  public boolean tryReverse(
      Object memory,
      Object context,
      BaseTuple match,
      FactHandle handle,
      Object value,
      Declaration[] outer,
      Declaration[] inner,
      ValueResolver resolver) {
    return function.tryReverse(memory, context, match, handle, value, outer, inner, resolver);
  }

  @Override
  public void replaceDeclaration(Declaration from, Declaration to) {
    function.replaceDeclaration(from, to);
  }

  @Override
  public Declaration[] getRequiredDeclarations() {
    return function.getRequiredDeclarations();
  }
}
