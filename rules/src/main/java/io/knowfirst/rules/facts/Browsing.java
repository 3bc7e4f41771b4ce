package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page asked from lies in a category; one such fact stands for the category and for each above
 * it.
 *
 * @param page the page type: home, category, product, cart, checkout, search, content, account
 * @param product the product of a product page
 * @param exactly the category of the page itself
 */
public record Browsing(
    String category, String page, @Nullable String product, String exactly, List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("category", category, "page", page, "product", product);
  }
}
