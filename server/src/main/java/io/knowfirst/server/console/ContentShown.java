package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Content;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a content shows a visitor for whom was decided.
 *
 * @param placement where it is shown; null where another content is
 * @param rule that offers it; null where none does
 * @param products of its selection, with the choices of that rule; empty where the selection needs
 *     choices and no rule makes them
 */
record ContentShown(@Nullable String placement, @Nullable String rule, List<Product> products) {
  ContentShown {
    products = List.copyOf(products);
  }

  static ContentShown of(Traced traced, Content content, Assortment assortment) {
    for (var placed : traced.decided().decision().placements()) {
      var shown = placed.content();
      if (shown != null && shown.id().equals(content.id())) {
        var firing = placed.reason().firing();
        return new ContentShown(
            placed.placement(), firing == null ? null : firing.rule(), shown.products());
      }
    }
    var campaigns = traced.situation().rules().base().folder().campaigns();
    for (var offer : traced.trace().evaluation().offers()) {
      var campaign = campaigns.get(offer.offer().campaign());
      var named = offer.offer().content();
      boolean leads =
          named == null
              ? campaign != null && campaign.contents().equals(List.of(content.id()))
              : named.equals(content.id());
      if (leads) {
        return new ContentShown(
            null, offer.firing().rule(), selected(content, offer.offer().choices(), assortment));
      }
    }
    return new ContentShown(null, null, selected(content, Map.of(), assortment));
  }

  /** What is recommended to a visitor is known where it is shown alone. */
  private static List<Product> selected(
      Content content, Map<String, String> choices, Assortment assortment) {
    var selection = content.products();
    return selection == null || selection.recommend() != null
        ? List.of()
        : assortment.select(selection, choices);
  }
}
