package io.knowfirst.server.wire;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows of an event that names no product: a page or a link in an e-mail by its
 * address, a search by its words.
 *
 * @param product whose page has an address
 * @param category that a search names
 */
public record Pages(
    Function<String, Optional<Product>> product, Function<String, Optional<String>> category) {
  private static final List<String> LINKS = List.of("link_url", "link", "url");
  private static final List<String> ADDRESSES = List.of("url", "path");
  private static final String CATEGORY = "category";

  /** The product that the event was about; of a search, its category becomes a value. */
  List<Item> about(
      Event.Type type, String name, Map<String, Object> values, @Nullable Fields context) {
    if (type == Event.Type.PAGE) {
      var page = context == null ? null : context.get("page");
      var own = first(ADDRESSES, values);
      var address = own != null || page == null ? own : page.path("url").textValue();
      return address == null ? List.of() : at(address);
    }
    if (name.equals("Email Link Clicked")) {
      var link = first(LINKS, values);
      return link == null ? List.of() : at(link);
    }
    if (name.equals("Products Searched")
        && !values.containsKey(CATEGORY)
        && values.get("query") instanceof String query) {
      category.apply(query).ifPresent(path -> values.put(CATEGORY, path));
    }
    return List.of();
  }

  private List<Item> at(String address) {
    return product.apply(address).map(Pages::item).map(List::of).orElse(List.of());
  }

  private static Item item(Product product) {
    return new Item(
        product.id(),
        product.category(),
        attribute(product, "brand"),
        null,
        attribute(product, "colour"),
        product.price(),
        1);
  }

  private static @Nullable String attribute(Product product, String name) {
    var values = product.attributes().getOrDefault(name, List.of());
    return values.isEmpty() ? null : values.get(0);
  }

  private static @Nullable String first(List<String> names, Map<String, Object> values) {
    for (var name : names) {
      if (values.get(name) instanceof String text) {
        return text;
      }
    }
    return null;
  }
}
