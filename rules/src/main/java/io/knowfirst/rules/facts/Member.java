package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * The visitor belongs to a segment. Derived by the rules of {@code segments/} ({@code then
 * insert(new Member("jeans-buyers"));}) and read by those of {@code campaigns/}.
 */
public record Member(String segment) implements Fact {
  @Override
  public Map<String, Object> values() {
    return Map.of("segment", segment);
  }

  @Override
  public List<Origin> origins() {
    return List.of();
  }
}
