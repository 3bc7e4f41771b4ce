package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says whether a value is one of several. */
final class InCode {
  private InCode() {}

  static Check of(Expression.In in, TypedCode value, List<TypedCode> among) {
    var texts = texts(in);
    if (value.isText() && texts != null) {
      var code = value.code();
      return frame -> texts.contains(code.of(frame)) != in.negated();
    }
    var checks = new ArrayList<Check>();
    for (int i = 0; i < among.size(); i++) {
      var written = in.among().get(i);
      var comparison = new Expression.Comparison("==", in.value(), written, written.at());
      checks.add(new ComparisonCode(value, among.get(i), comparison).check());
    }
    var any = Check.any(checks);
    return in.negated() ? frame -> !any.holds(frame) : any;
  }

  /** What it compares with, where that is quoted texts only; they may be many. */
  private static @Nullable Set<@Nullable Object> texts(Expression.In in) {
    var texts = new HashSet<@Nullable Object>();
    for (var one : in.among()) {
      if (!(one instanceof Expression.Literal literal && literal.value() instanceof String text)) {
        return null;
      }
      texts.add(text);
    }
    return texts;
  }
}
