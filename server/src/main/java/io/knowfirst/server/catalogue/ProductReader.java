package io.knowfirst.server.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.server.model.Product;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a product from the JSON object of one line, and refuses whatever is not as it should be.
 */
final class ProductReader {
  /** Pieces of one size or one product. */
  static final int MAX_STOCK = 1_000_000_000;

  private static final int MAX_ENTRIES = 200;
  private static final double MAX_PRICE = 1e9;
  private static final Set<String> FIELDS =
      Set.of("id", "name", "category", "price", "stock", "sizes", "attributes", "url", "image");
  private static final Pattern CATEGORY =
      Pattern.compile("[a-z0-9_-]{1,60}(\\.[a-z0-9_-]{1,60}){0,9}");
  private static final Pattern ATTRIBUTE = Pattern.compile("[a-z][a-z0-9_]{0,49}");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode line;

  private ProductReader(JsonNode line) {
    this.line = line;
  }

  static ProductLine read(byte[] line) throws LineRejected {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new LineRejected("", e.getOriginalMessage(), "one JSON object on the line");
    } catch (IOException e) {
      throw new LineRejected("", String.valueOf(e.getMessage()), "one JSON object in UTF-8");
    }
    if (!json.isObject()) {
      throw new LineRejected("", json.toString(), "one JSON object on the line");
    }
    return new ProductReader(json).product();
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
    var category = required("category", 300);
    if (!CATEGORY.matcher(category).matches()) {
      throw new LineRejected(
          "/category", category, "a dotted path in lower case, such as apparel.trousers.jeans");
    }
    var sizes = sizes();
    var product =
        new Product(
            required("id", 200),
            required("name", 500),
            category,
            price(),
            stock(sizes),
            sizes,
            attributes(),
            optional("url", 2000),
            optional("image", 2000));
    return new ProductLine(product, line.has("stock") || line.has("sizes"));
  }

  private String required(String field, int max) throws LineRejected {
    var text = optional(field, max);
    if (text == null) {
      throw new LineRejected("/" + field, "absent", "text of 1 to " + max + " characters");
    }
    return text;
  }

  private @Nullable String optional(String field, int max) throws LineRejected {
    var node = line.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    return text("/" + field, node, max);
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
    if (!node.isNumber() || !(node.asDouble() >= 0 && node.asDouble() <= MAX_PRICE)) {
      var value = node.isMissingNode() ? "absent" : node.toString();
      throw new LineRejected("/price", value, "a number from 0 to 1000000000");
    }
    return node.asDouble();
  }

  private int stock(Map<String, Integer> sizes) throws LineRejected {
    long sum = sizes.values().stream().mapToLong(Integer::longValue).sum();
    var node = line.path("stock");
    if (!line.has("stock")) {
      if (sum > MAX_STOCK) {
        throw new LineRejected("/sizes", "a sum of " + sum, "a sum of at most " + MAX_STOCK);
      }
      return (int) sum;
    }
    int stock = pieces("/stock", node);
    if (line.has("sizes") && stock != sum) {
      throw new LineRejected(
          "/stock", node.toString(), sum + ", the sum of sizes. Maybe leave stock out?");
    }
    return stock;
  }

  private static int pieces(String pointer, JsonNode node) throws LineRejected {
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.asInt() < 0
        || node.asInt() > MAX_STOCK) {
      throw new LineRejected(
          pointer, node.toString(), "a whole number of pieces from 0 to " + MAX_STOCK);
    }
    return node.asInt();
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
    if (!node.isMissingNode() && !node.isObject()) {
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
