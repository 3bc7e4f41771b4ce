package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page asked from.
 *
 * @param type home, category, product, cart, checkout, search, content or account
 * @param search what was searched for, in lower case, on a page that answers a search
 */
public record Page(
    String type,
    @Nullable String url,
    @Nullable String product,
    @Nullable String category,
    @Nullable String search,
    List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "type", type, "url", url, "product", product, "category", category, "search", search);
  }
}
