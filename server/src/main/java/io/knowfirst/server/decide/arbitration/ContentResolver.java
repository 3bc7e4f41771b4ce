package io.knowfirst.server.decide.arbitration;

import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.NamedTexts;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.Selected;
import io.knowfirst.server.catalogue.Shopper;
import io.knowfirst.server.model.Decision.Shown;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills a content with the products that it asks for.
 *
 * @param assortment the products as they are for the whole of one decision
 * @param shopper for whom products are recommended; asked where a content recommends by name
 * @param locale what the visitor reads; null where it is not known
 */
public record ContentResolver(
    Assortment assortment, Supplier<Shopper> shopper, @Nullable String locale) {

  /**
   * The content as the page gets it; empty where too few of its products are in stock.
   *
   * @param choices of the offer; empty for a content that no rule chose
   */
  public Optional<Shown> show(Content content, Map<String, String> choices) {
    var selection = content.products();
    if (selection == null) {
      return Optional.of(shown(content, Selected.NOTHING));
    }
    var selected = assortment.select(selection, choices, shopper);
    return selected.products().size() < selection.atLeast()
        ? Optional.empty()
        : Optional.of(shown(content, selected));
  }

  /** The content without its products. */
  public Shown without(Content content) {
    return shown(content, Selected.NOTHING);
  }

  private Shown shown(Content content, Selected selected) {
    var language = content.language(locale);
    var written = content.in(language);
    var payload =
        content.named()
            ? NamedTexts.fill(written, name -> word(name, selected.products()))
            : written;
    return new Shown(content.id(), payload, selected.products(), selected.bases(), language);
  }

  private @Nullable String word(String name, List<Product> products) {
    if (!name.startsWith("product.")) {
      var told = shopper.get().word(name);
      return told == null || !name.equals("order.product")
          ? told
          : assortment.product(told).map(Product::name).orElse(null);
    }
    var product = products.isEmpty() ? null : products.get(0);
    if (product == null) {
      return null;
    }
    return switch (name) {
      case "product.name" -> product.name();
      case "product.price" -> String.format(Locale.ROOT, "%.2f", product.price());
      case "product.id" -> product.id();
      default -> {
        var values = product.attributes().get(name.substring("product.".length()));
        yield values == null || values.isEmpty() ? null : values.get(0);
      }
    };
  }
}
