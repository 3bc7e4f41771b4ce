package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Paths;
import java.util.HashMap;
import java.util.Map;

/** The variables of a pattern that stand for properties of its own fact. */
record OwnVariables(Map<String, Expression> properties) {
  static OwnVariables of(Condition.Pattern pattern) {
    var properties = new HashMap<String, Expression>();
    pattern.constraints().stream()
        .flatMap(Expression::all)
        .filter(Expression.Binding.class::isInstance)
        .map(Expression.Binding.class::cast)
        .forEach(
            binding -> {
              var path = Paths.of(binding.of());
              if (path != null && Vocabulary.result(pattern.type(), path).isPresent()) {
                properties.put(binding.variable(), binding.of());
              }
            });
    return new OwnVariables(properties);
  }

  /** The property that a variable stands for; anything else as it is. */
  Expression resolve(Expression operand) {
    return operand instanceof Expression.Name name
        ? properties.getOrDefault(name.word(), operand)
        : operand;
  }
}
