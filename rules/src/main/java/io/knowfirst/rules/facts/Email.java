package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the visitor answers to e-mail.
 *
 * @param opens opened within the last 90 days
 * @param clicks followed within the last 90 days
 * @param daysSinceClick calendar days since the last click; null when there was none
 */
public record Email(
    int opens, int clicks, @Nullable Integer daysSinceClick, Visitor visitor, List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("opens", opens, "clicks", clicks, "daysSinceClick", daysSinceClick);
  }
}
