package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shopify's product CSV: the rows of one handle are the variants of one product, whose id is the
 * handle. Its price is that of its first variant; pieces below 0 are none.
 */
final class ShopifyFeed implements ProductFeed {
  private static final Set<String> SIZE =
      Set.of("size", "grösse", "größe", "taille", "talla", "maat");
  private static final Set<String> COLOUR = Set.of("color", "colour", "farbe", "couleur", "kleur");
  private static final int LONGEST_SIZE = 50;

  private final Records records;
  private @Nullable Map<String, String> ahead;
  private long aheadAt;
  private long number;

  ShopifyFeed(Path file, Charset encoding) {
    this.records = Records.open(file, encoding);
    read();
  }

  private void read() {
    ahead = records.next();
    aheadAt = records.number();
  }

  @Override
  public @Nullable String next() throws BadLine {
    var first = ahead;
    if (first == null) {
      return null;
    }
    var handle = first.get("handle");
    number = aheadAt;
    var rows = new ArrayList<Map<String, String>>();
    do {
      rows.add(Objects.requireNonNull(ahead));
      read();
    } while (ahead != null && handle != null && handle.equals(ahead.get("handle")));
    if (handle == null) {
      throw new BadLine("Handle is absent");
    }
    var product = product(handle, first, rows);
    if (!first.getOrDefault("status", "active").equalsIgnoreCase("active")) {
      // It may have been on sale before, and what was bought of it keeps its category.
      if (product.get("sizes") instanceof ObjectNode sizes) {
        sizes.fieldNames().forEachRemaining(size -> sizes.put(size, 0));
      } else {
        product.put("stock", 0);
      }
    }
    return product.toString();
  }

  private static ObjectNode product(
      String handle, Map<String, String> first, List<Map<String, String>> rows) throws BadLine {
    var price =
        rows.stream().map(row -> row.get("variant_price")).filter(Objects::nonNull).findFirst();
    if (price.isEmpty() || !first.containsKey("title")) {
      throw new BadLine((price.isEmpty() ? "Variant Price" : "Title") + " is absent");
    }
    var json = JsonNodeFactory.instance.objectNode();
    json.put("id", handle).put("name", first.get("title")).put("price", price.get());
    var category = first.getOrDefault("product_category", first.get("type"));
    json.put("category", category == null ? "other" : category);
    json.put("url", "/products/" + handle);
    var image = first.get("image_src");
    if (image != null) {
      json.put("image", image);
    }
    stock(json, first, rows);
    attributes(json, first, rows);
    return json;
  }

  /** Nothing where no row says how many there are: the product keeps what it has. */
  private static void stock(
      ObjectNode json, Map<String, String> first, List<Map<String, String>> rows) {
    var sizes = new LinkedHashMap<String, Integer>();
    int stock = 0;
    boolean counted = false;
    for (var row : rows) {
      var said = row.get("variant_inventory_qty");
      if (said == null || !said.matches("[+-]?[0-9]{1,9}")) {
        continue;
      }
      counted = true;
      int pieces = Math.max(0, Integer.parseInt(said));
      stock += pieces;
      var size = option(first, row, SIZE);
      if (size != null && size.length() <= LONGEST_SIZE) {
        sizes.merge(size, pieces, Integer::sum);
      }
    }
    if (!sizes.isEmpty()) {
      var object = json.putObject("sizes");
      sizes.forEach(object::put);
    } else if (counted) {
      json.put("stock", stock);
    }
  }

  private static void attributes(
      ObjectNode json, Map<String, String> first, List<Map<String, String>> rows) {
    var attributes = json.putObject("attributes");
    if (first.containsKey("vendor")) {
      attributes.put("brand", first.get("vendor"));
    }
    var colours =
        rows.stream()
            .map(row -> option(first, row, COLOUR))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (!colours.isEmpty()) {
      colours.forEach(attributes.putArray("colour")::add);
    }
    var tags =
        Stream.of(first.getOrDefault("tags", "").split(",", -1))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .toList();
    if (!tags.isEmpty()) {
      tags.forEach(attributes.putArray("tag")::add);
    }
  }

  /** What a variant has of an option; only the first row of a product names its options. */
  private static @Nullable String option(
      Map<String, String> first, Map<String, String> row, Set<String> names) {
    for (int i = 1; i <= 3; i++) {
      var name = first.get("option" + i + "_name");
      if (name != null && names.contains(name.toLowerCase(Locale.ROOT))) {
        return row.get("option" + i + "_value");
      }
    }
    return null;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public void close() {
    records.close();
  }
}
