package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/** A purpose that the visitor has granted, for example {@code personalization}. */
public record Consent(String purpose, Visitor visitor, List<Origin> origins) implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("purpose", purpose);
  }
}
