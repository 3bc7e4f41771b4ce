package io.knowfirst.server.feeds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads records one after another: a table with a head, or JSON objects on lines, as the first
 * character says. The separator of a table is the one of comma, semicolon and tab that its head has
 * most of; a quoted value may go over several lines. A broken record costs itself alone.
 */
public final class FeedReader {
  /** Of one record, in characters. */
  static final int LONGEST = 64 * 1024;

  private static final JsonMapper JSON = new JsonMapper();
  private static final CsvMapper CSV = new CsvMapper();

  private final BufferedReader text;
  private long line;
  private boolean begun;
  private List<String> head = List.of();
  private ObjectReader cells = CSV.readerFor(String[].class);

  public FeedReader(Reader text) {
    this.text = new BufferedReader(text);
  }

  /** The next record; null at the end. */
  public @Nullable FeedRecord next() throws IOException {
    while (true) {
      long first = line + 1;
      var record = record();
      if (record == null) {
        return null;
      }
      if (!begun) {
        begun = true;
        if (!record.isBlank() && !record.stripLeading().startsWith("{")) {
          head(record);
          continue;
        }
      }
      if (record.isBlank() || (head.isEmpty() && record.strip().equals("null"))) {
        continue;
      }
      try {
        var fields = head.isEmpty() ? json(record) : row(record);
        return fields.isEmpty()
            ? FeedRecord.bad(first, new FeedFault("", "empty", "at least one value", null))
            : FeedRecord.of(first, fields);
      } catch (FeedFault fault) {
        return FeedRecord.bad(first, fault);
      }
    }
  }

  /** Of a table, lines as long as a quote is open. */
  private @Nullable String record() throws IOException {
    var next = text.readLine();
    if (next == null) {
      return null;
    }
    if (++line == 1 && next.startsWith("\ufeff")) {
      next = next.substring(1);
    }
    if (begun && head.isEmpty()) {
      return next;
    }
    var whole = new StringBuilder(next);
    boolean open = isOdd(next);
    while (open && whole.length() < LONGEST) {
      next = text.readLine();
      if (next == null) {
        break;
      }
      line++;
      whole.append('\n').append(next);
      open ^= isOdd(next);
    }
    return whole.toString();
  }

  private static boolean isOdd(String text) {
    return text.stripLeading().startsWith("{")
        ? false
        : text.chars().filter(c -> c == '"').count() % 2 == 1;
  }

  private void head(String record) throws IOException {
    char separator = ',';
    for (char other : new char[] {';', '\t'}) {
      separator = count(record, other) > count(record, separator) ? other : separator;
    }
    cells =
        CSV.readerFor(String[].class)
            .with(com.fasterxml.jackson.dataformat.csv.CsvParser.Feature.WRAP_AS_ARRAY)
            .with(CsvSchema.emptySchema().withColumnSeparator(separator));
    try {
      head = cells(record).stream().map(String::strip).toList();
    } catch (FeedFault broken) {
      throw new IOException("The head of the table cannot be read: " + broken.getMessage());
    }
  }

  private List<String> cells(String record) throws FeedFault {
    try (var rows = cells.<String[]>readValues(record)) {
      return rows.hasNextValue() ? List.of(rows.nextValue()) : List.of();
    } catch (IOException | RuntimeException broken) {
      throw new FeedFault("", record, "one record of CSV", "Maybe a quote is not closed.");
    }
  }

  private ObjectNode row(String record) throws FeedFault {
    var values = cells(record);
    if (values.size() > head.size()) {
      throw new FeedFault(
          "",
          values.size() + " values",
          head.size() + ", as the head has columns",
          "Maybe a value with a separator lacks its quotes.");
    }
    var fields = JSON.createObjectNode();
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i).strip();
      if (!value.isEmpty() && !head.get(i).isEmpty() && !fields.has(head.get(i))) {
        fields.put(head.get(i), value);
      }
    }
    return fields;
  }

  private static ObjectNode json(String record) throws FeedFault {
    JsonNode node;
    try {
      node = JSON.readTree(record);
    } catch (JsonProcessingException broken) {
      node = null;
    }
    if (!(node instanceof ObjectNode object) || record.length() > LONGEST) {
      throw new FeedFault("", record, "one JSON object on the line", null);
    }
    var fields = Debezium.after(object);
    fields.properties().removeIf(field -> isNothing(field.getValue()));
    return fields;
  }

  private static boolean isNothing(JsonNode value) {
    return value.isNull() || (value.isTextual() && value.textValue().isBlank());
  }

  private static long count(String text, char c) {
    return text.chars().filter(one -> one == c).count();
  }
}
