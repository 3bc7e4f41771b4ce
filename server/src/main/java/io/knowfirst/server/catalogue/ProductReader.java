package io.knowfirst.server.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.rules.facts.Categories;
import io.knowfirst.server.model.Amount;
import io.knowfirst.server.model.Product;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a product from the JSON object of one line, in our names or those of Google's product data,
 * and refuses whatever it does not understand.
 */
final class ProductReader {
  /** Pieces of one size or one product. */
  static final int MAX_STOCK = 1_000_000_000;

  private static final String OBJECT =
      "one JSON object on the line, or Content-Type: text/csv for CSV";
  private static final int MAX_ENTRIES = 200;
  private static final double MAX_PRICE = 1e9;
  private static final List<String> ID = List.of("id");
  private static final List<String> NAME = List.of("name", "title");
  private static final List<String> CATEGORY =
      List.of("category", "product_type", "google_product_category");
  private static final List<String> URL = List.of("url", "link");
  private static final List<String> IMAGE = List.of("image", "image_link");
  private static final String AVAILABILITY = "availability";

  /** Fields of Google's product data that become attributes, and what they are called there. */
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "brand", "brand",
          "color", "colour",
          "colour", "colour",
          "gender", "gender",
          "material", "material",
          "pattern", "pattern",
          "age_group", "age_group",
          "condition", "condition",
          "item_group_id", "item_group_id");

  private static final Set<String> FIELDS =
      Stream.of(
              ID,
              NAME,
              CATEGORY,
              URL,
              IMAGE,
              List.of("price", "stock", "sizes", "attributes", AVAILABILITY),
              ATTRIBUTES.keySet())
          .flatMap(Collection::stream)
          .collect(Collectors.toUnmodifiableSet());
  private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]{1,18}(\\.0+)?");
  private static final Pattern ATTRIBUTE = Pattern.compile("[a-z][a-z0-9_]{0,49}");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode line;
  private final @Nullable String currency;

  private ProductReader(JsonNode line, @Nullable String currency) {
    this.line = line;
    this.currency = currency;
  }

  /**
   * @param currency of the shop, which prices must be in; null where any will do
   */
  static ProductLine read(byte[] line, @Nullable String currency) throws LineRejected {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new LineRejected("", new String(line, StandardCharsets.UTF_8), OBJECT);
    } catch (IOException e) {
      throw new LineRejected("", String.valueOf(e.getMessage()), "one JSON object in UTF-8");
    }
    if (!json.isObject()) {
      throw new LineRejected("", json.toString(), OBJECT);
    }
    return new ProductReader(json, currency).product();
  }

  private ProductLine product() throws LineRejected {
    for (var name : (Iterable<String>) line::fieldNames) {
      if (!FIELDS.contains(name)) {
        throw new LineRejected(
            "/" + name,
            line.path(name).toString(),
            "no such field. Maybe it belongs into attributes?");
      }
    }
    var category = Categories.path(required(CATEGORY, 1000));
    if (category.isEmpty()) {
      throw new LineRejected(
          "/category",
          line.path("category").toString(),
          "a path such as apparel.trousers.jeans or Apparel > Trousers > Jeans");
    }
    var sizes = sizes();
    var stock = stock(sizes);
    var product =
        new Product(
            required(ID, 200),
            required(NAME, 500),
            category,
            price(),
            stock == null ? 0 : stock,
            sizes,
            attributes(),
            optional(URL, 2000),
            optional(IMAGE, 2000));
    return new ProductLine(product, stock != null);
  }

  private String required(List<String> names, int max) throws LineRejected {
    var text = optional(names, max);
    if (text == null) {
      throw new LineRejected("/" + names.get(0), "absent", "text of 1 to " + max + " characters");
    }
    return text;
  }

  /** The first of these fields that is there. */
  private @Nullable String optional(List<String> names, int max) throws LineRejected {
    for (var name : names) {
      var node = line.path(name);
      if (!node.isMissingNode() && !node.isNull()) {
        boolean numeral = names.equals(ID) && node.isIntegralNumber();
        return numeral ? node.asText() : text("/" + name, node, max);
      }
    }
    return null;
  }

  private static String text(String pointer, JsonNode node, int max) throws LineRejected {
    var text = node.asText();
    if (!node.isTextual() || text.isBlank() || text.length() > max || text.indexOf('\0') >= 0) {
      throw new LineRejected(
          pointer, node.toString(), "text of 1 to " + max + " characters, none of them NUL");
    }
    return text;
  }

  private double price() throws LineRejected {
    var node = line.path("price");
    var amount =
        node.isNumber()
            ? Optional.of(new Amount(node.asDouble(), Set.of()))
            : node.isTextual() ? Amount.read(node.textValue()) : Optional.<Amount>empty();
    if (amount.isPresent() && currency != null && !amount.get().in(currency)) {
      throw new LineRejected("/price", node.toString(), "a price in " + currency);
    }
    double price = amount.map(Amount::value).orElse(Double.NaN);
    if (!(price >= 0 && price <= MAX_PRICE)) {
      var value = node.isMissingNode() ? "absent" : node.toString();
      throw new LineRejected("/price", value, "a price from 0 to 1000000000, such as 59.90");
    }
    return price;
  }

  /** Pieces; null where the line says nothing of them. */
  private @Nullable Integer stock(Map<String, Integer> sizes) throws LineRejected {
    long sum = sizes.values().stream().mapToLong(Integer::longValue).sum();
    boolean sized = line.hasNonNull("sizes");
    var node = line.path("stock");
    if (!line.hasNonNull("stock")) {
      if (sum > MAX_STOCK) {
        throw new LineRejected("/sizes", "a sum of " + sum, "a sum of at most " + MAX_STOCK);
      }
      return sized ? Integer.valueOf((int) sum) : available();
    }
    int stock = pieces("/stock", node);
    if (sized && stock != sum) {
      throw new LineRejected(
          "/stock", node.toString(), sum + ", the sum of sizes. Maybe leave stock out?");
    }
    return stock;
  }

  /** One piece for what is to be had and not counted; null where nothing is said. */
  private @Nullable Integer available() throws LineRejected {
    if (!line.hasNonNull(AVAILABILITY)) {
      return null;
    }
    var said = text("/" + AVAILABILITY, line.path(AVAILABILITY), 50);
    return switch (said.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]", "_")) {
      case "in_stock", "preorder", "backorder" -> 1;
      case "out_of_stock" -> 0;
      default ->
          throw new LineRejected(
              "/" + AVAILABILITY, said, "in_stock, out_of_stock, preorder or backorder");
    };
  }

  /** Below 0, which shops count when they sell what they do not have, is none. */
  private static int pieces(String pointer, JsonNode node) throws LineRejected {
    boolean digits = node.isTextual() && DIGITS.matcher(node.textValue().strip()).matches();
    double pieces =
        digits
            ? Double.parseDouble(node.textValue().strip())
            : node.isNumber() ? node.doubleValue() : Double.NaN;
    if (pieces != Math.rint(pieces) || Math.abs(pieces) > MAX_STOCK) {
      throw new LineRejected(
          pointer, node.toString(), "a whole number of pieces up to " + MAX_STOCK);
    }
    return (int) Math.max(0, pieces);
  }

  private Map<String, Integer> sizes() throws LineRejected {
    var sizes = new LinkedHashMap<String, Integer>();
    for (var size : object("sizes").properties()) {
      var pointer = "/sizes/" + escaped(size.getKey());
      if (size.getKey().isBlank() || size.getKey().length() > 50 || size.getKey().contains("\0")) {
        throw new LineRejected(
            pointer, "\"" + size.getKey() + "\"", "a size of 1 to 50 characters");
      }
      sizes.put(size.getKey(), pieces(pointer, size.getValue()));
    }
    return sizes;
  }

  private Map<String, List<String>> attributes() throws LineRejected {
    var attributes = new LinkedHashMap<String, List<String>>();
    for (var field : ATTRIBUTES.entrySet()) {
      if (line.hasNonNull(field.getKey())) {
        attributes.put(field.getValue(), values("/" + field.getKey(), line.get(field.getKey())));
      }
    }
    for (var attribute : object("attributes").properties()) {
      var name = attribute.getKey();
      var pointer = "/attributes/" + escaped(name);
      if (!ATTRIBUTE.matcher(name).matches() || name.equals("size")) {
        throw new LineRejected(
            pointer,
            name,
            "a name in lower case, letters, digits and _ (sizes are counted in sizes)");
      }
      attributes.put(name, values(pointer, attribute.getValue()));
    }
    return attributes;
  }

  private static List<String> values(String pointer, JsonNode node) throws LineRejected {
    if (!node.isArray()) {
      return List.of(value(pointer, node));
    }
    if (node.size() > MAX_ENTRIES) {
      throw new LineRejected(
          pointer, "a list of " + node.size(), "at most " + MAX_ENTRIES + " values");
    }
    var values = new ArrayList<String>(node.size());
    for (int i = 0; i < node.size(); i++) {
      values.add(value(pointer + "/" + i, node.get(i)));
    }
    return List.copyOf(values);
  }

  private static String value(String pointer, JsonNode node) throws LineRejected {
    return node.isNumber() || node.isBoolean() ? node.asText() : text(pointer, node, 500);
  }

  private JsonNode object(String field) throws LineRejected {
    var node = line.path(field);
    if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
      throw new LineRejected("/" + field, node.toString(), "an object");
    }
    if (node.size() > MAX_ENTRIES) {
      throw new LineRejected(
          "/" + field, node.size() + " entries", "at most " + MAX_ENTRIES + " entries");
    }
    return node;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
