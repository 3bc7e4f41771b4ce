package io.knowfirst.rules.why;

import io.knowfirst.rules.check.Property;
import io.knowfirst.rules.check.RuleText.Part;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.facts.Fact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.drools.base.base.ValueResolver;
import org.drools.base.rule.constraint.Constraint;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.FactHandle;

/** Puts what a constraint saw into words. */
final class Wording {
  private static final int MOST_KEYS = 8;

  private Wording() {}

  /** The values that a constraint looked at: of the fact, and of facts matched before. */
  static Map<String, Object> seen(
      @Nullable Part part, Constraint constraint, Row row, FactHandle handle, ValueResolver wm) {
    var seen = new LinkedHashMap<String, Object>();
    if (part != null) {
      for (var property : part.properties()) {
        seen.put(property, Property.value(handle.getObject(), property).orElse("unknown"));
      }
    }
    for (var declaration : constraint.getRequiredDeclarations()) {
      var name = declaration.getIdentifier();
      try {
        var value = declaration.getValue(wm, row.get(declaration).getObject());
        if (value instanceof Fact fact && part != null) {
          ofFact(name, fact, part.text(), seen);
        } else if (value != null && !seen.containsKey(name)) {
          seen.put(name, value);
        }
      } catch (RuntimeException notThere) {
        seen.putIfAbsent(name, "unknown");
      }
    }
    return seen;
  }

  private static void ofFact(String name, Fact fact, String text, Map<String, Object> seen) {
    var uses =
        java.util.regex.Pattern.compile(
                java.util.regex.Pattern.quote(name) + "\\.([\\w.]+(?:\\(\\s*\\d*\\s*\\))?)")
            .matcher(text);
    while (uses.find()) {
      var property = uses.group(1).replaceAll("\\s", "");
      seen.put(name + "." + property, Property.value(fact, property).orElse("unknown"));
    }
  }

  /** {@code daysAgo is 91, expected <= 90}. */
  static String mismatch(String constraint, Map<String, Object> seen) {
    if (seen.isEmpty()) {
      return "expected " + constraint;
    }
    var saw =
        seen.entrySet().stream()
            .map(entry -> entry.getKey() + " is " + value(entry.getValue()))
            .collect(Collectors.joining(" and "));
    var first = seen.keySet().iterator().next();
    boolean simple = seen.size() == 1 && constraint.startsWith(first) && !constraint.contains("||");
    var rest = simple ? constraint.substring(first.length()).strip() : constraint;
    return saw + ", expected " + (rest.isEmpty() ? "true" : rest);
  }

  /** What a fact says, shortly. */
  static String fact(Fact fact, Map<String, Object> values) {
    return fact.getClass().getSimpleName()
        + values.entrySet().stream()
            .map(entry -> entry.getKey() + " " + value(entry.getValue()))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  static String keys(List<FactHandle> facts) {
    var keys =
        facts.stream()
            .map(FactHandle::getObject)
            .filter(Fact.class::isInstance)
            .map(fact -> Vocabulary.keyOf((Fact) fact))
            .filter(key -> !key.isEmpty())
            .distinct()
            .toList();
    var shown = keys.stream().limit(MOST_KEYS).collect(Collectors.joining(", "));
    return keys.size() > MOST_KEYS ? shown + " and " + (keys.size() - MOST_KEYS) + " more" : shown;
  }

  static String value(Object value) {
    if (value instanceof String text && !text.equals("unknown")) {
      return "\"" + text + "\"";
    }
    return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString(number.longValue())
        : value.toString();
  }
}
