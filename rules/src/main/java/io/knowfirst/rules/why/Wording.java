package io.knowfirst.rules.why;

import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.engine.Code;
import io.knowfirst.rules.engine.Element;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.Accessors;
import io.knowfirst.rules.language.Paths;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts what a constraint saw into words. */
final class Wording {
  static final String UNKNOWN = "unknown";
  private static final int MOST_KEYS = 8;

  private Wording() {}

  /** The values that a constraint looked at: of the fact, and of facts matched before. */
  static Map<String, Object> seen(
      Element.One one, Element.Constraint constraint, @Nullable Object[] row) {
    var seen = new LinkedHashMap<String, Object>();
    var fact = row[one.position()];
    if (fact != null) {
      seen.putAll(values(one, constraint, fact));
    }
    constraint.reads().forEach((name, code) -> seen.put(name, read(code, row)));
    return seen;
  }

  /** What a constraint reads of a fact. */
  static Map<String, Object> values(Element.One one, Element.Constraint constraint, Object fact) {
    var values = new LinkedHashMap<String, Object>();
    Paths.read(constraint.written(), word -> Accessors.has(one.pattern().type(), word))
        .forEach(
            (text, path) ->
                values.put(text, Objects.requireNonNullElse(Paths.value(fact, path), UNKNOWN)));
    return values;
  }

  private static Object read(Code code, @Nullable Object[] row) {
    try {
      var value = code.of(row);
      return value == null ? UNKNOWN : value;
    } catch (RuntimeException notThere) {
      return UNKNOWN;
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

  static String keys(List<?> facts) {
    var keys =
        facts.stream()
            .filter(Fact.class::isInstance)
            .map(fact -> Vocabulary.keyOf((Fact) fact))
            .filter(key -> !key.isEmpty())
            .distinct()
            .sorted()
            .toList();
    var shown = keys.stream().limit(MOST_KEYS).collect(Collectors.joining(", "));
    return keys.size() > MOST_KEYS ? shown + " and " + (keys.size() - MOST_KEYS) + " more" : shown;
  }

  /** Results by the names that the author gave; under "result" where it was given none. */
  static SortedMap<String, Object> named(Element.Sum sum, @Nullable Object[] results) {
    var named = new TreeMap<String, Object>();
    var functions = sum.accumulate().functions();
    for (int i = 0; i < results.length; i++) {
      var variable = functions.get(i).variable();
      if (variable == null && results.length == 1) {
        variable = sum.accumulate().variable();
      }
      if (variable != null) {
        named.put(variable, results[i] == null ? "nothing" : results[i]);
      }
    }
    if (named.isEmpty()) {
      named.put("result", results[0] == null ? "nothing" : results[0]);
    }
    return named;
  }

  /** In words: {@code 1}, or {@code $n 1 and $s 4}. */
  static String results(Element.Sum sum, @Nullable Object[] results) {
    var named = named(sum, results);
    return results.length == 1
        ? value(results[0] == null ? "nothing" : results[0])
        : named.entrySet().stream()
            .map(one -> one.getKey() + " " + value(one.getValue()))
            .collect(Collectors.joining(" and "));
  }

  static String value(Object value) {
    if (value instanceof String text && !text.equals(UNKNOWN)) {
      return "\"" + text + "\"";
    }
    return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString(number.longValue())
        : value.toString();
  }
}
