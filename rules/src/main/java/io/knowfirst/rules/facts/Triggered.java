package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The time of a rule with {@code @trigger} has come for the visitor. Such a rule asks for it
 * without saying so.
 *
 * @param rule its name
 * @param product that is back in stock or cheaper; null for a trigger that is about none
 */
public record Triggered(
    String rule, @Nullable String product, Visitor visitor, List<Origin> origins) implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("rule", rule, "product", product);
  }
}
