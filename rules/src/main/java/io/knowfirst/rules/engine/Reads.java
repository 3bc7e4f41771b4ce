package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an expression reads through variables, as written: {@code $n}, {@code $v.visits(30)}. */
final class Reads {
  private final Scope scope;
  private final int own;
  private final Translator translator;
  private final Map<String, Code> found = new LinkedHashMap<>();

  private Reads(Scope scope, int own) {
    this.scope = scope;
    this.own = own;
    this.translator = new Translator(scope, own, null);
  }

  /**
   * @param own position of the fact at hand, whose own properties are left out
   */
  static Map<String, Code> of(Expression expression, Scope scope, int own) {
    var reads = new Reads(scope, own);
    reads.visit(expression);
    return reads.found;
  }

  private void visit(Expression expression) {
    var text = path(expression);
    if (text == null) {
      expression.parts().forEach(this::visit);
    } else {
      found.put(text, translator.value(expression).code());
    }
  }

  /** The text of a way from a variable on; null for anything else. */
  private @Nullable String path(Expression expression) {
    if (expression instanceof Expression.Name name) {
      var meaning = scope.of(name.word());
      return meaning == null || (meaning.position() == own && meaning.result() < 0)
          ? null
          : name.word();
    }
    if (!(expression instanceof Expression.Property property) || property.owner() == null) {
      return null;
    }
    var before = path(property.owner());
    if (before == null
        || !property.arguments().stream().allMatch(Expression.Literal.class::isInstance)) {
      return null;
    }
    var arguments =
        property.arguments().isEmpty()
            ? ""
            : "(" + ((Expression.Literal) property.arguments().get(0)).value() + ")";
    return before + "." + property.name() + arguments;
  }
}
