package io.knowfirst.rules.language;

import io.knowfirst.rules.facts.Fact;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What rules may ask of facts, texts and numbers, and nothing else. */
public final class Accessors {
  private static final Set<String> NOT_FOR_RULES =
      Set.of(
          "values",
          "origins",
          "properties",
          "asOf",
          "hashCode",
          "equals",
          "toString",
          "getClass",
          "notify");
  private static final Set<String> OF_TEXTS =
      Set.of(
          "startsWith",
          "endsWith",
          "contains",
          "length",
          "isEmpty",
          "trim",
          "toLowerCase",
          "equalsIgnoreCase");
  private static final Set<String> OF_NUMBERS = Set.of("intValue", "longValue", "doubleValue");

  private static final ClassValue<List<Method>> FOUND =
      new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private Accessors() {}

  public static List<Method> of(Class<?> type) {
    return FOUND.get(type);
  }

  /** The names of those of texts. */
  public static Set<String> ofTexts() {
    return OF_TEXTS;
  }

  public static boolean has(Class<?> type, String name) {
    return of(type).stream().anyMatch(method -> method.getName().equals(name));
  }

  /** The accessor of a name that takes so many arguments. */
  public static Optional<Method> named(Class<?> type, String name, int arguments) {
    return of(type).stream()
        .filter(method -> method.getName().equals(name))
        .filter(method -> method.getParameterCount() == arguments)
        .findFirst();
  }

  private static List<Method> find(Class<?> type) {
    if (type == String.class) {
      return Arrays.stream(String.class.getMethods())
          .filter(method -> OF_TEXTS.contains(method.getName()))
          .filter(Accessors::takesTexts)
          .sorted(Comparator.comparing(Method::toGenericString))
          .toList();
    }
    if (Number.class.isAssignableFrom(type)) {
      return Arrays.stream(Number.class.getMethods())
          .filter(method -> OF_NUMBERS.contains(method.getName()))
          .toList();
    }
    if (!Fact.class.isAssignableFrom(type)) {
      return List.of();
    }
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !NOT_FOR_RULES.contains(method.getName()))
        .toList();
  }

  private static boolean takesTexts(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .allMatch(type -> type == String.class || type == CharSequence.class);
  }
}
