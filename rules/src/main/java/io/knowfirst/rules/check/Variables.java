package io.knowfirst.rules.check;

import io.knowfirst.rules.language.NotInLanguage;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How rules may name what they bind, so that no reader takes a variable for something else. */
final class Variables {
  private static final Pattern NAME = Pattern.compile("[a-z_$][A-Za-z0-9_$]*");
  private static final Set<String> METHODS =
      Arrays.stream(Object.class.getDeclaredMethods())
          .map(Method::getName)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> WORDS =
      Set.of(
          ("this null true false empty new class eval in not and or matches contains excludes memberOf"
                  + " soundslike str drools kcontext")
              .split(" "));

  private Variables() {}

  /**
   * Checks a name.
   *
   * @throws NotInLanguage for one that something must not be named (KF201)
   */
  static void check(@Nullable String name, int at) {
    if (name == null
        || (NAME.matcher(name).matches() && !METHODS.contains(name) && !WORDS.contains(name))) {
      return;
    }
    throw new NotInLanguage(
        "KF201",
        at,
        "A variable is named \"%s\", expected letters and digits of ASCII, a small letter or $ first, and no word of the language. Maybe $%s.",
        name,
        name.replaceAll("[^A-Za-z0-9_]", ""));
  }
}
