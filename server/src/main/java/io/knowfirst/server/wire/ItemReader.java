package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.quality.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the products of an event; what it does not say of them, the catalogue does. A product that
 * cannot be read is left out, and so is what cannot be read of one; both are noted as faults.
 *
 * @param products the catalogue
 */
record ItemReader(Function<String, Optional<Product>> products, ShopVocabulary shop) {
  static final double HIGHEST_PRICE = 1e9;
  private static final int MOST_ITEMS = 200;
  private static final int MOST_PIECES = 10_000;

  /** Of the Segment specification, and of Google Analytics 4. */
  private static final List<String> LISTS = List.of(Event.PRODUCTS, "items");

  private static final List<String> IDS = List.of("product_id", "productId");
  private static final List<String> OTHER_IDS = List.of("sku", "item_id", "id");
  private static final List<String> LEVELS =
      List.of("item_category2", "item_category3", "item_category4", "item_category5");
  private static final Set<String> ITEM_FIELDS =
      Set.of(
          "product_id",
          "productId",
          "category",
          "brand",
          "size",
          "colour",
          "color",
          "price",
          "quantity");

  /** Whether a property is a list of products, which is no free value. */
  static boolean holdsItems(String property, JsonNode value) {
    return property.equals(LISTS.get(0))
        || (property.equals(LISTS.get(1)) && value.isArray() && value.path(0).isObject());
  }

  /** Whether products were sent, whether they can be read or not; an empty list holds none. */
  static boolean sends(@Nullable Fields properties) {
    return properties != null && LISTS.stream().anyMatch(list -> sends(properties.get(list)));
  }

  private static boolean sends(@Nullable JsonNode list) {
    return list != null && !(list.isArray() && list.isEmpty());
  }

  /**
   * The items of {@code products} (or {@code items}), or the one that the properties themselves
   * describe.
   *
   * @param values the same properties, from which an item's own are taken out
   */
  List<Item> read(
      Fields properties,
      String event,
      Map<String, Object> values,
      AmountReader money,
      Notes notes) {
    var items = new ArrayList<Item>(1);
    boolean described = IDS.stream().anyMatch(id -> properties.get(id) != null);
    if (described
        || (EventNames.isOfOneProduct(event)
            && LISTS.stream().allMatch(list -> properties.get(list) == null))) {
      var item = item(properties, id(properties, !described), false, money, notes);
      if (item != null) {
        items.add(item);
        values.keySet().removeAll(ITEM_FIELDS);
      }
    }
    for (var name : LISTS) {
      var list = properties.get(name);
      if (list != null && holdsItems(name, list)) {
        if (list.isArray() && list.isEmpty()) {
          values.put(Event.PRODUCTS, List.of());
        }
        list(properties, name, list, items, money, notes);
        break;
      }
    }
    return items;
  }

  private void list(
      Fields properties,
      String name,
      JsonNode list,
      List<Item> items,
      AmountReader money,
      Notes notes) {
    if (!list.isArray() || list.size() > MOST_ITEMS) {
      var kept = list.isArray() ? "the first " + MOST_ITEMS : null;
      properties.changed(name, "a list of at most " + MOST_ITEMS + " products", kept);
    }
    var at = properties.at().field(name);
    for (int i = 0; list.isArray() && i < Math.min(list.size(), MOST_ITEMS); i++) {
      var fields = Fields.of(list.get(i), at.item(i), properties.faults());
      var item =
          fields.object().isObject() ? item(fields, id(fields, true), true, money, notes) : null;
      if (item != null) {
        items.add(item);
      }
    }
  }

  private @Nullable Item item(
      Fields fields, @Nullable String id, boolean listed, AmountReader money, Notes notes) {
    int quantity = quantity(fields, listed);
    if (id == null || (quantity < 1 && listed)) {
      return null;
    }
    var known = products.apply(id);
    var price = fields.get("price");
    var paid =
        price == null
            ? null
            : money.price(price, AmountReader.currency(fields), fields.at().field("price"));
    if (price == null && known.isEmpty()) {
      money.missingPrice(fields.at().field("price"));
    }
    var category = category(fields, known, notes);
    if (category.isEmpty()) {
      notes.count(Kind.UNCATEGORIZED_PRODUCT, id);
    }
    return new Item(
        id,
        category,
        or(first(fields, "brand", "item_brand"), known, "brand"),
        fields.label("size"),
        or(first(fields, "colour", "color"), known, "colour"),
        paid == null ? known.map(Product::price).orElse(0.0) : paid,
        Math.max(1, quantity));
  }

  /** The product's id; null, and a fault, where it has none. */
  private static @Nullable String id(Fields fields, boolean any) {
    for (var name : IDS) {
      if (fields.get(name) != null) {
        return fields.anyId(name);
      }
    }
    for (var name : OTHER_IDS) {
      if (any && fields.get(name) != null) {
        return fields.anyId(name);
      }
    }
    fields.refuse(IDS.get(0), "text of 1 to " + Text.ID + " characters");
    return null;
  }

  /** Pieces; 1, and a fault, where it is no whole number. */
  private static int quantity(Fields fields, boolean listed) {
    var value = fields.get("quantity");
    if (value == null) {
      return 1;
    }
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (value.isTextual() && value.textValue().strip().matches("[+-]?[0-9]{1,9}(\\.0+)?")) {
      number = Double.parseDouble(value.textValue().strip());
    }
    boolean whole = number == Math.rint(number);
    int pieces = whole ? (int) Math.max(listed ? 0 : 1, Math.min(number, MOST_PIECES)) : 1;
    if (!whole || number != pieces || pieces == 0) {
      var kept = pieces == 0 ? null : Integer.toString(pieces);
      fields.changed("quantity", "a whole number from 1 to " + MOST_PIECES, kept);
    }
    return pieces;
  }

  private String category(Fields fields, Optional<Product> known, Notes notes) {
    var said = first(fields, "category", "item_category");
    if (said == null) {
      return known.map(Product::category).orElse("");
    }
    var levels = new StringBuilder(said);
    for (var level : LEVELS) {
      var more = fields.label(level);
      if (more != null) {
        levels.append(" > ").append(more);
      }
    }
    var path = Categories.path(levels.toString());
    if (path.isEmpty()) {
      var kept = known.map(Product::category).orElse("");
      fields.changed(
          "category", "a path such as apparel.trousers.jeans", kept.isEmpty() ? null : kept);
      return kept;
    }
    if (!shop.knowsCategory(path)) {
      notes.count(Kind.UNKNOWN_CATEGORY, path);
    }
    return path;
  }

  private static @Nullable String first(Fields fields, String name, String otherwise) {
    var said = fields.label(name);
    return said == null ? fields.label(otherwise) : said;
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
