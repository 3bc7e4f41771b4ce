package io.knowfirst.rules.why;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.drools.base.base.ValueResolver;
import org.drools.base.reteoo.SortDeclarations;
import org.drools.base.rule.Accumulate;
import org.drools.base.rule.Declaration;
import org.drools.base.rule.Pattern;
import org.drools.base.rule.accessor.Accumulator;
import org.drools.core.common.DefaultFactHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a rule sums or counts over facts, by the engine's own functions.
 *
 * @param value of one function, or an array of those of several
 * @param over how many matches it was taken over
 */
record Sum(Object value, int over) {

  /** Of a pattern over a sum; null for one over plain facts. */
  static @Nullable Accumulate of(Pattern pattern) {
    return pattern.getSource() instanceof Accumulate sum ? sum : null;
  }

  /**
   * Null where the functions tell nothing, as the engine has it for a maximum of nothing.
   *
   * @param before what the conditions before met
   * @param matches those of the sum's own conditions, each with what is before
   */
  static @Nullable Sum of(Accumulate sum, Row before, List<Row> matches, ValueResolver resolver) {
    var accumulators = sum.getAccumulators();
    var values = new Object[accumulators.length];
    for (int i = 0; i < values.length; i++) {
      var value = value(sum, accumulators[i], before, matches, resolver);
      if (value == null && !sum.isMultiFunction()) {
        return null;
      }
      values[i] = value == null ? "nothing" : value;
    }
    return new Sum(sum.isMultiFunction() ? values : values[0], matches.size());
  }

  private static @Nullable Object value(
      Accumulate sum,
      Accumulator accumulator,
      Row before,
      List<Row> matches,
      ValueResolver resolver) {
    var outer = sum.getRequiredDeclarations();
    var inner = sum.getSource().getInnerDeclarations().values().toArray(new Declaration[0]);
    Arrays.sort(inner, SortDeclarations.instance);
    var memory = accumulator.createWorkingMemoryContext();
    var context = accumulator.init(memory, accumulator.createContext(), before, outer, resolver);
    for (var match : matches) {
      accumulator.accumulate(memory, context, match, match.getFactHandle(), outer, inner, resolver);
    }
    return accumulator.getResult(memory, context, before, outer, resolver);
  }

  DefaultFactHandle handle() {
    return new DefaultFactHandle(-1, value);
  }

  /** By the names that the author gave; as {@code result} where it was given none. */
  SortedMap<String, Object> named(Pattern pattern, ValueResolver resolver) {
    var named = new TreeMap<String, Object>();
    for (var declaration : pattern.getInnerDeclarations().values()) {
      var part = declaration.getValue(resolver, value);
      named.put(declaration.getIdentifier(), part == null ? "nothing" : part);
    }
    if (named.isEmpty()) {
      named.put("result", value);
    }
    return named;
  }

  /** In words: {@code 1}, or {@code $n 1 and $s 4}. */
  String words(Pattern pattern, ValueResolver resolver) {
    var named = named(pattern, resolver);
    if (!(value instanceof Object[])) {
      return Wording.value(value);
    }
    return String.join(
        " and ",
        named.entrySet().stream()
            .map(one -> one.getKey() + " " + Wording.value(one.getValue()))
            .toList());
  }
}
