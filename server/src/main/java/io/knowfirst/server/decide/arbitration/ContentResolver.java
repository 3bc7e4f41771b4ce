package io.knowfirst.server.decide.arbitration;

import io.knowfirst.rules.folder.Content;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.Shopper;
import io.knowfirst.server.model.Decision.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Fills a content with the products that it asks for.
 *
 * @param assortment the products as they are for the whole of one decision
 * @param shopper for whom products are recommended; asked where a content recommends by name
 */
public record ContentResolver(Assortment assortment, Supplier<Shopper> shopper) {

  /**
   * The content as the page gets it; empty where too few of its products are in stock.
   *
   * @param choices of the offer; empty for a content that no rule chose
   */
  public Optional<Shown> show(Content content, Map<String, String> choices) {
    var selection = content.products();
    if (selection == null) {
      return Optional.of(new Shown(content.id(), content.payload(), List.of()));
    }
    var selected = assortment.select(selection, choices, shopper);
    return selected.products().size() < selection.atLeast()
        ? Optional.empty()
        : Optional.of(
            new Shown(content.id(), content.payload(), selected.products(), selected.bases()));
  }
}
