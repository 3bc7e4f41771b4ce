package io.knowfirst.rules.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Accessors of facts as method handles. */
final class Handles {
  private Handles() {}

  static MethodHandle of(Method accessor, Class<?> owner) {
    try {
      var handle = MethodHandles.publicLookup().unreflect(accessor);
      return handle.asType(handle.type().changeParameterType(0, owner));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Accessors of facts are public.", e);
    }
  }

  static @Nullable Object call(MethodHandle handle, @Nullable Object on) {
    try {
      return (Object) handle.invokeExact(on);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("Accessors of facts throw nothing else.", e);
    }
  }

  static Object known(@Nullable Object owner, String property) {
    if (owner == null) {
      throw new NullPointerException("\"%s\" is asked of null".formatted(property));
    }
    return owner;
  }
}
