package io.knowfirst.rules.engine;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An accessor of a fact, text or number. The JVM makes a class for each, as for a method reference:
 * a method handle that is no constant is called several times as slowly.
 */
@FunctionalInterface
interface Call {
  @Nullable Object on(Object owner);

  /** An accessor that takes an argument. */
  @FunctionalInterface
  interface WithArgument {
    @Nullable Object on(Object owner, Object argument);
  }

  /** The accessors seen so far, which are as many as facts have at most. */
  Map<Method, Object> KNOWN = new ConcurrentHashMap<>();

  /** Of an accessor without arguments. */
  static Call of(Method accessor) {
    return (Call) KNOWN.computeIfAbsent(accessor, method -> made(Call.class, method));
  }

  /** Of an accessor that takes a text or a whole number. */
  static WithArgument withArgument(Method accessor) {
    return (WithArgument)
        KNOWN.computeIfAbsent(accessor, method -> made(WithArgument.class, method));
  }

  private static Object made(Class<?> as, Method accessor) {
    try {
      var lookup = MethodHandles.lookup();
      var handle = lookup.unreflect(accessor);
      var takes = handle.type().wrap();
      return LambdaMetafactory.metafactory(
              lookup, "on", MethodType.methodType(as), takes.generic(), handle, takes)
          .getTarget()
          .invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("Accessors of facts are public.", e);
    }
  }

  /** The owner of a property; one that is null fails the rule. */
  static Object known(@Nullable Object owner, String property) {
    if (owner == null) {
      throw new NullPointerException("\"%s\" is asked of null".formatted(property));
    }
    return owner;
  }
}
