package io.knowfirst.rules.language;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Ways from a word through properties, such as {@code visitor.visits(30)}. */
public final class Paths {
  private Paths() {}

  /** The word that an expression starts from; null where it is no way from a word. */
  public static Expression.@Nullable Name root(Expression expression) {
    if (expression instanceof Expression.Name name) {
      return name;
    } else if (expression instanceof Expression.Property property
        && property.arguments().stream().allMatch(Expression.Literal.class::isInstance)) {
      return property.owner() == null
          ? new Expression.Name(property.name(), property.at())
          : root(property.owner());
    }
    return null;
  }

  /** A property of the fact at hand as it reads; null for anything else. */
  public static @Nullable String of(Expression expression) {
    return root(expression) == null || isNullSafe(expression) ? null : TreeText.of(expression);
  }

  private static boolean isNullSafe(Expression expression) {
    return expression instanceof Expression.Property property
        && (property.nullSafe() || (property.owner() != null && isNullSafe(property.owner())));
  }

  /** The ways from certain words that an expression reads, by how they read, outermost only. */
  public static Map<String, Expression> read(Expression expression, Predicate<String> from) {
    var read = new LinkedHashMap<String, Expression>();
    collect(expression, from, read);
    return read;
  }

  private static void collect(
      Expression expression, Predicate<String> from, Map<String, Expression> read) {
    var root = root(expression);
    if (root == null) {
      expression.parts().forEach(part -> collect(part, from, read));
    } else if (from.test(root.word())) {
      read.putIfAbsent(TreeText.of(expression), expression);
    }
  }

  /** Its value; null where the fact does not know it, or it is none that facts have. */
  public static @Nullable Object value(Object fact, Expression path) {
    if (path instanceof Expression.Name name) {
      return call(fact, name.word(), List.of());
    }
    var property = (Expression.Property) path;
    var owner = property.owner() == null ? fact : value(fact, property.owner());
    return owner == null ? null : call(owner, property.name(), property.arguments());
  }

  private static @Nullable Object call(Object owner, String name, List<Expression> arguments) {
    var accessor = Accessors.named(owner.getClass(), name, arguments.size());
    return accessor.isEmpty() ? null : call(owner, accessor.get(), arguments);
  }

  private static @Nullable Object call(Object owner, Method accessor, List<Expression> arguments) {
    var values = new ArrayList<@Nullable Object>();
    arguments.forEach(one -> values.add(((Expression.Literal) one).value()));
    try {
      return accessor.invoke(owner, values.toArray());
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return null;
    }
  }
}
