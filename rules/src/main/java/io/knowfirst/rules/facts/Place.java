package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the visitor is.
 *
 * @param country ISO 3166-1 alpha-2, for example {@code DE}
 * @param region ISO 3166-2 without the country, for example {@code SN}
 */
public record Place(
    @Nullable String country, @Nullable String region, @Nullable String city, List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("country", country, "region", region, "city", city);
  }
}
