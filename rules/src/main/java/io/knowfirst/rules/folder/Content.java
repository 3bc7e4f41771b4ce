package io.knowfirst.rules.folder;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows.
 *
 * @param payload what the page gets, as the author wrote it (JSON values)
 * @param products which products of the catalogue go with it; null for none
 * @param named whether a text of the payload names the visitor or a product
 */
public record Content(
    String id, Map<String, Object> payload, @Nullable ProductSelection products, boolean named) {
  public Content(String id, Map<String, Object> payload, @Nullable ProductSelection products) {
    this(id, payload, products, NamedTexts.isIn(payload));
  }
}
