package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google's product data: a table separated by tabs or commas, or RSS or Atom. Every record is a
 * product; its size, where it has one, is the only one of it. A sale price is the price.
 */
final class GoogleFeed implements ProductFeed {
  private static final List<String> AS_THEY_ARE =
      List.of(
          "id",
          "title",
          "availability",
          "link",
          "image_link",
          "brand",
          "color",
          "gender",
          "material",
          "pattern",
          "age_group",
          "condition",
          "item_group_id");

  private final Source source;

  /** Records, by field. */
  interface Source extends AutoCloseable {
    @Nullable Map<String, String> next();

    long number();

    @Override
    void close();
  }

  private GoogleFeed(Source source) {
    this.source = source;
  }

  /** XML says its encoding itself. */
  static GoogleFeed open(Path file, Charset encoding) {
    return new GoogleFeed(
        isXml(file) ? new GoogleXml(file) : new Table(Records.open(file, encoding)));
  }

  @Override
  public @Nullable String next() throws BadLine {
    var fields = source.next();
    if (fields == null) {
      return null;
    }
    for (var name : List.of("id", "title", "price")) {
      if (!fields.containsKey(name)) {
        throw new BadLine(name + " is absent");
      }
    }
    var json = JsonNodeFactory.instance.objectNode();
    for (var name : AS_THEY_ARE) {
      if (fields.containsKey(name)) {
        json.put(name, fields.get(name));
      }
    }
    var category = fields.getOrDefault("product_type", fields.get("google_product_category"));
    json.put("category", category == null ? "other" : category);
    json.put("price", fields.getOrDefault("sale_price", fields.get("price")));
    var size = fields.get("size");
    if (size != null) {
      var sold = fields.getOrDefault("availability", "").replace(' ', '_').equals("out_of_stock");
      json.remove("availability");
      json.putObject("sizes").put(size, sold ? 0 : 1);
    }
    return json.toString();
  }

  @Override
  public long number() {
    return source.number();
  }

  @Override
  public void close() {
    source.close();
  }

  private static boolean isXml(Path file) {
    try (var reader = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      int first = reader.read();
      while (first == '\ufeff' || Character.isWhitespace(first)) {
        first = reader.read();
      }
      return first == '<';
    } catch (IOException e) {
      throw new ImportException("FILE is " + file + ", which cannot be read: " + e, e);
    }
  }

  private record Table(Records records) implements Source {
    @Override
    public @Nullable Map<String, String> next() {
      return records.next();
    }

    @Override
    public long number() {
      return records.number();
    }

    @Override
    public void close() {
      records.close();
    }
  }
}
