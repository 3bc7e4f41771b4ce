package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.wire.Json;
import java.io.IOException;
import java.util.TreeMap;

/** Writes a product as an upload may say it again. */
final class ProductWriter {
  private ProductWriter() {}

  static void write(JsonGenerator json, Product product) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", product.id());
    json.writeStringField("name", product.name());
    json.writeStringField("category", product.category());
    json.writeNumberField("price", product.price());
    json.writeNumberField("stock", product.stock());
    if (!product.sizes().isEmpty()) {
      json.writeObjectFieldStart("sizes");
      for (var size : new TreeMap<>(product.sizes()).entrySet()) {
        json.writeNumberField(size.getKey(), size.getValue());
      }
      json.writeEndObject();
    }
    json.writeObjectFieldStart("attributes");
    for (var attribute : new TreeMap<>(product.attributes()).entrySet()) {
      json.writeArrayFieldStart(attribute.getKey());
      for (var value : attribute.getValue()) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    Json.text(json, "url", product.url());
    Json.text(json, "image", product.image());
    json.writeEndObject();
  }
}
