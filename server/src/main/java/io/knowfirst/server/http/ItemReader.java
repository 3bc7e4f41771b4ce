package io.knowfirst.server.http;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the products of an event; what it does not say of them, the catalogue does.
 *
 * @param products the catalogue
 */
record ItemReader(Function<String, Optional<Product>> products) {
  static final String PRODUCTS = Event.PRODUCTS;
  private static final int MOST_ITEMS = 200;
  private static final double HIGHEST_PRICE = 1e9;
  private static final List<String> ITEM_FIELDS =
      List.of("product_id", "category", "brand", "size", "colour", "color", "price", "quantity");

  /**
   * The items of {@code products}, or the one that the properties themselves describe.
   *
   * @param values the same properties, from which an item's own are taken out
   */
  List<Item> read(@Nullable Fields properties, Map<String, Object> values) {
    if (properties == null) {
      return List.of();
    }
    var items = new ArrayList<Item>(1);
    if (properties.get("product_id") != null) {
      items.add(item(properties));
      values.keySet().removeAll(ITEM_FIELDS);
    }
    var list = properties.array(PRODUCTS, 0, MOST_ITEMS);
    if (list != null) {
      if (list.isEmpty()) {
        values.put(PRODUCTS, List.of());
      }
      var at = properties.at().field(PRODUCTS);
      for (int i = 0; i < list.size(); i++) {
        items.add(item(Fields.of(list.get(i), at.item(i), properties.faults())));
      }
    }
    return items;
  }

  private Item item(Fields fields) {
    var id = fields.requiredId("product_id");
    var known = id.isEmpty() ? Optional.<Product>empty() : products.apply(id);
    var category = fields.text("category", Text.ID);
    var colour = fields.text("colour", Text.ID);
    var quantity = fields.whole("quantity", 1, 10_000);
    return new Item(
        id,
        category == null
            ? known.map(Product::category).orElse("")
            : category.toLowerCase(Locale.ROOT),
        or(fields.text("brand", Text.ID), known, "brand"),
        fields.text("size", Text.ID),
        or(colour == null ? fields.text("color", Text.ID) : colour, known, "colour"),
        fields.number("price", 0, HIGHEST_PRICE, known.map(Product::price).orElse(0.0)),
        quantity == null ? 1 : quantity);
  }

  private static @Nullable String or(
      @Nullable String said, Optional<Product> known, String attribute) {
    if (said != null) {
      return said;
    }
    return known
        .map(p -> p.attributes().get(attribute))
        .filter(list -> !list.isEmpty())
        .map(list -> list.get(0))
        .orElse(null);
  }
}
