package io.knowfirst.server.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * CSV with a head, of which each record becomes an object on a line. Columns that are no field of a
 * product are attributes; empty cells are absent. The separator is the one that the head has most
 * of: comma, semicolon or tab.
 */
public final class CsvForm implements FeedStream.Form {
  private static final int LONGEST = 64 * 1024;
  private static final CsvMapper CSV = new CsvMapper();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "title",
          "category",
          "product_type",
          "google_product_category",
          "price",
          "stock",
          "availability",
          "url",
          "link",
          "image",
          "image_link");

  private Buffer unfinished = Buffer.buffer();
  private boolean quoted;
  private List<String> head = List.of();
  private CsvSchema schema = CsvSchema.emptySchema();

  @Override
  public Buffer lines(Buffer chunk) {
    var lines = Buffer.buffer();
    int start = 0;
    for (int i = 0; i < chunk.length(); i++) {
      byte b = chunk.getByte(i);
      quoted ^= b == '"';
      if (b == '\n' && (!quoted || unfinished.length() + i - start > LONGEST)) {
        unfinished.appendBuffer(chunk, start, i - start);
        record(lines);
        start = i + 1;
      }
    }
    if (unfinished.length() <= 2 * LONGEST) {
      unfinished.appendBuffer(chunk, start, chunk.length() - start);
    }
    return lines;
  }

  @Override
  public Buffer end() {
    var lines = Buffer.buffer();
    record(lines);
    return lines;
  }

  private void record(Buffer lines) {
    var text = unfinished.toString(StandardCharsets.UTF_8);
    unfinished = Buffer.buffer();
    quoted = false;
    if (text.isBlank()) {
      return;
    }
    if (head.isEmpty()) {
      head(text.startsWith("\ufeff") ? text.substring(1) : text);
      return;
    }
    try {
      lines.appendBytes(JSON.writeValueAsBytes(product(cells(text)))).appendByte((byte) '\n');
    } catch (IOException unreadable) {
      lines.appendString("This record is no CSV.\n");
    }
  }

  private void head(String text) {
    char separator = ',';
    for (char other : new char[] {';', '\t'}) {
      separator = count(text, other) > count(text, separator) ? other : separator;
    }
    schema = schema.withColumnSeparator(separator);
    try {
      head = cells(text).stream().map(CsvForm::name).toList();
    } catch (IOException unreadable) {
      head = List.of("");
    }
  }

  private List<String> cells(String record) throws IOException {
    var cells =
        CSV.readerFor(String[].class)
            .with(com.fasterxml.jackson.dataformat.csv.CsvParser.Feature.WRAP_AS_ARRAY)
            .with(schema)
            .<String[]>readValues(record);
    try (cells) {
      return cells.hasNext() ? List.of(cells.next()) : List.of();
    } catch (RuntimeException broken) {
      throw broken.getCause() instanceof JsonProcessingException cause
          ? cause
          : new IOException(broken);
    }
  }

  private com.fasterxml.jackson.databind.node.ObjectNode product(List<String> cells) {
    var product = JSON.createObjectNode();
    var attributes = JSON.createObjectNode();
    for (int i = 0; i < Math.min(head.size(), cells.size()); i++) {
      var name = head.get(i);
      var cell = cells.get(i).strip();
      if (!cell.isEmpty() && FIELDS.contains(name)) {
        product.put(name, cell);
      } else if (!cell.isEmpty() && !name.isEmpty()) {
        attributes.put(name.replaceFirst("^attributes_", ""), cell);
      }
    }
    if (!attributes.isEmpty()) {
      product.set("attributes", attributes);
    }
    return product;
  }

  private static String name(String column) {
    return column.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }

  private static long count(String text, char c) {
    return text.chars().filter(one -> one == c).count();
  }
}
