package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Product;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.List;

/** A product as its row has it. */
final class ProductRow {
  private ProductRow() {}

  static Product product(Row row) {
    var sizes = new LinkedHashMap<String, Integer>();
    row.getJsonObject("sizes")
        .forEach(size -> sizes.put(size.getKey().intern(), (Integer) size.getValue()));
    var attributes = new LinkedHashMap<String, List<String>>();
    row.getJsonObject("attributes")
        .forEach(
            attribute ->
                attributes.put(
                    attribute.getKey().intern(), values((JsonArray) attribute.getValue())));
    return new Product(
        row.getString("id"),
        row.getString("name"),
        row.getString("category").intern(),
        row.getDouble("price"),
        row.getInteger("stock"),
        sizes,
        attributes,
        row.getString("url"),
        row.getString("image"),
        changes(row));
  }

  private static Product.Changes changes(Row row) {
    var before = row.getDouble("price_before");
    return new Product.Changes(
        millis(row, "added"),
        millis(row, "restocked"),
        millis(row, "lowered"),
        before == null ? 0 : before);
  }

  private static long millis(Row row, String column) {
    var at = row.getOffsetDateTime(column);
    return at == null ? 0 : at.toInstant().toEpochMilli();
  }

  /** Few different words are said of many products, so each is kept once. */
  private static List<String> values(JsonArray array) {
    return array.stream().map(value -> value.toString().intern()).toList();
  }
}
