package io.knowfirst.rules.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whether the facts matched so far, by their positions in the rule, satisfy something. */
@FunctionalInterface
public interface Check {
  Check ALWAYS = frame -> true;

  boolean holds(@Nullable Object[] frame);

  static Check all(List<Check> tests) {
    var some = tests.stream().filter(test -> test != ALWAYS).toArray(Check[]::new);
    if (some.length == 1) {
      return some[0];
    }
    return some.length == 0
        ? ALWAYS
        : frame -> {
          for (var test : some) {
            if (!test.holds(frame)) {
              return false;
            }
          }
          return true;
        };
  }

  static Check any(List<Check> tests) {
    var some = tests.toArray(Check[]::new);
    return frame -> {
      for (var test : some) {
        if (test.holds(frame)) {
          return true;
        }
      }
      return false;
    };
  }
}
