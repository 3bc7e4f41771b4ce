package io.knowfirst.rules.check;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How rules may name what they bind, so that no reader takes a variable for something else. */
final class Variables {
  private static final Pattern NAME = Pattern.compile("[a-z_$][A-Za-z0-9_$]*");
  private static final Set<String> METHODS =
      Arrays.stream(Object.class.getDeclaredMethods())
          .map(Method::getName)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> WORDS =
      Set.of(
          "this",
          "null",
          "true",
          "false",
          "empty",
          "new",
          "class",
          "eval",
          "in",
          "not",
          "and",
          "or",
          "matches",
          "contains",
          "excludes",
          "memberOf",
          "soundslike",
          "str",
          "drools",
          "kcontext");

  private Variables() {}

  static boolean mayBeNamed(String name) {
    return NAME.matcher(name).matches() && !METHODS.contains(name) && !WORDS.contains(name);
  }

  static String advice(String name) {
    return "A variable is named \"%s\", expected letters and digits of ASCII, a small letter or $ first, and no word of the language. Maybe $%s."
        .formatted(name, name.replaceAll("[^A-Za-z0-9_]", ""));
  }
}
