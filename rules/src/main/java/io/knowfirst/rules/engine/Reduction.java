package io.knowfirst.rules.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions of an accumulate. */
public final class Reduction {
  private final String[] functions;
  private final @Nullable Code[] arguments;

  /**
   * @param arguments null for a count of matches
   */
  Reduction(List<String> functions, List<@Nullable Code> arguments) {
    this.functions = functions.toArray(String[]::new);
    this.arguments = arguments.toArray(Code[]::new);
  }

  /**
   * The results over some matches; null where the only function has none.
   *
   * @param matches facts by position, those outside among them
   */
  public @Nullable Object @Nullable [] of(List<@Nullable Object[]> matches) {
    var results = new Object[functions.length];
    for (int i = 0; i < results.length; i++) {
      var argument = arguments[i];
      if (argument == null) {
        results[i] = (long) matches.size();
      } else {
        var values = new ArrayList<Object>();
        for (var match : matches) {
          values.add(argument.of(match));
        }
        results[i] = result(functions[i], values);
      }
    }
    return results.length == 1 && results[0] == null ? null : results;
  }

  private static @Nullable Object result(String function, List<@Nullable Object> values) {
    if (function.equals("count")) {
      return (long) values.size();
    }
    var known = values.stream().filter(Objects::nonNull).toList();
    return switch (function) {
      case "sum" -> sum(known);
      case "average" -> known.isEmpty() ? null : (Object) (sum(known) / known.size());
      default -> {
        var sign = Operators.sign(function.equals("min") ? "<" : ">");
        Object best = null;
        for (var one : known) {
          best = best == null || Operators.ordered(sign, one, best) ? one : best;
        }
        yield best;
      }
    };
  }

  private static double sum(List<?> numbers) {
    double sum = 0;
    for (var number : numbers) {
      sum += ((Number) number).doubleValue();
    }
    return sum;
  }
}
