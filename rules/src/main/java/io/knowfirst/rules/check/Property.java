package io.knowfirst.rules.check;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a condition says of a fact, such as {@code visitor.visits(30)}, read from a fact at hand.
 */
public final class Property {
  private static final Pattern STEP = Pattern.compile("([\\p{L}_$][\\p{L}\\p{N}_$]*)(\\(\\d*\\))?");

  private Property() {}

  /** The properties of a type that a constraint names, as written, each once. */
  static List<String> named(String constraint, @Nullable Class<?> type) {
    var tokens = Token.all(constraint);
    var names = new ArrayList<String>();
    for (int i = 0; i < tokens.size() - 1; i++) {
      boolean root = tokens.get(i).isWord() && (i == 0 || !tokens.get(i - 1).is("."));
      if (root && type != null && isProperty(type, tokens.get(i).text())) {
        var path = path(tokens, i);
        if (!names.contains(path)) {
          names.add(path);
        }
      }
    }
    return List.copyOf(names);
  }

  private static boolean isProperty(Class<?> type, String word) {
    return Vocabulary.accessors(type).stream().anyMatch(method -> method.getName().equals(word));
  }

  private static String path(List<Token> tokens, int from) {
    var path = new StringBuilder(tokens.get(from).text());
    int i = from + 1;
    while (true) {
      if (tokens.get(i).is("(") && tokens.get(i + 1).kind() == Token.Kind.NUMBER) {
        path.append('(').append(tokens.get(i + 1).text()).append(')');
        i += 3;
      } else if (tokens.get(i).is("(") && tokens.get(i + 1).is(")")) {
        i += 2;
      } else if (tokens.get(i).is(".") && tokens.get(i + 1).isWord()) {
        path.append('.').append(tokens.get(i + 1).text());
        i += 2;
      } else {
        return path.toString();
      }
      if (i >= tokens.size() - 1) {
        return path.toString();
      }
    }
  }

  /** Its value; empty where the fact does not know it, or it is none that facts have. */
  public static Optional<Object> value(Object fact, String path) {
    Object value = fact;
    for (var step : path.split("\\.", -1)) {
      var matcher = STEP.matcher(step);
      if (value == null || !matcher.matches()) {
        return Optional.empty();
      }
      var argument = matcher.group(2) == null ? "" : matcher.group(2).replaceAll("[()]", "");
      value = read(value, matcher.group(1), argument);
    }
    return Optional.ofNullable(value);
  }

  private static @Nullable Object read(Object owner, String name, String argument) {
    int parameters = argument.isEmpty() ? 0 : 1;
    for (var accessor : Vocabulary.accessors(owner.getClass())) {
      if (accessor.getName().equals(name) && accessor.getParameterCount() == parameters) {
        return call(owner, accessor, argument);
      }
    }
    return null;
  }

  private static @Nullable Object call(Object owner, Method accessor, String argument) {
    try {
      return argument.isEmpty()
          ? accessor.invoke(owner)
          : accessor.invoke(owner, Integer.parseInt(argument));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      return null;
    }
  }
}
