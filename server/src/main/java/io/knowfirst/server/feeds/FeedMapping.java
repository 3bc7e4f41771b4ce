package io.knowfirst.server.feeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How another system's records are to be read.
 *
 * @param columns its names, each with ours; an empty one leaves the column out
 * @param decimalComma whether {@code 1.299} is more than a thousand
 * @param times how its times are written
 */
public record FeedMapping(Map<String, String> columns, boolean decimalComma, FeedTimes times) {
  /** Records that say all in our names. */
  public static final FeedMapping NONE = new FeedMapping(Map.of(), false, FeedTimes.ISO);

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,15}(\\.[0-9]{1,9})?");
  private static final Pattern LISTED = Pattern.compile("\\s*[,;|]\\s*");
  private static final Pattern CURRENCY =
      Pattern.compile("(?:EUR|USD|GBP|CHF|[€$£])\\s*|\\s*(?:EUR|USD|GBP|CHF|[€$£])");

  public FeedMapping {
    columns = Map.copyOf(columns);
  }

  /**
   * A record in our names.
   *
   * @param ignored takes the columns that nothing is made of
   */
  public ObjectNode named(FeedKind kind, ObjectNode record, Set<String> ignored) {
    var read = JsonNodeFactory.instance.objectNode();
    for (var field : record.properties()) {
      var name = ours(kind, field.getKey());
      if (name.isEmpty()) {
        continue;
      }
      if (!kind.has(name) && !kind.keepsOthers()) {
        ignored.add(field.getKey());
      } else if (!read.has(name)) {
        read.set(name, field.getValue());
      }
    }
    return read;
  }

  /** A record of our names in our forms: numbers as numbers, times in ISO 8601. */
  public ObjectNode read(FeedKind kind, ObjectNode record) throws FeedFault {
    var read = record.deepCopy();
    for (var column : kind.columns()) {
      var value = read.get(column.name());
      if (value != null) {
        read.set(column.name(), value(column, value));
      } else if (column.required()) {
        throw new FeedFault(
            column.name(),
            null,
            "a value",
            columns.isEmpty() ? "Maybe map the column that holds it." : null);
      }
    }
    return read;
  }

  private String ours(FeedKind kind, String theirs) {
    var mapped = columns.get(theirs);
    if (mapped != null) {
      return mapped.strip();
    }
    var name = theirs.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}.]+", "_");
    return kind.has(name) || name.startsWith(FeedEvents.CONSENT) ? name : theirs.strip();
  }

  private JsonNode value(FeedColumn column, JsonNode value) throws FeedFault {
    return switch (column.type()) {
      case TEXT -> text(column, value);
      case LIST -> list(value);
      case TIME -> TextNode.valueOf(time(column, value).toString());
      case AMOUNT -> JsonNodeFactory.instance.numberNode(amount(column, value));
      case WHOLE -> JsonNodeFactory.instance.numberNode(whole(column, value));
    };
  }

  private static JsonNode text(FeedColumn column, JsonNode value) throws FeedFault {
    if (value.isContainerNode()) {
      throw new FeedFault(column.name(), value.toString(), "a text or a number", null);
    }
    return TextNode.valueOf(value.asText().strip());
  }

  private static JsonNode list(JsonNode value) {
    if (!value.isTextual()) {
      return value;
    }
    var list = JsonNodeFactory.instance.arrayNode();
    for (var one : LISTED.split(value.textValue().strip(), -1)) {
      if (!one.isEmpty()) {
        list.add(one);
      }
    }
    return list;
  }

  private Instant time(FeedColumn column, JsonNode value) throws FeedFault {
    var time = times.read(value);
    if (time == null) {
      throw new FeedFault(column.name(), value.asText(), times.expected(), times.advice());
    }
    return time;
  }

  private int whole(FeedColumn column, JsonNode value) throws FeedFault {
    var number = number(value);
    if (number == null
        || number.stripTrailingZeros().scale() > 0
        || number.abs().compareTo(BigDecimal.valueOf(1_000_000_000)) > 0) {
      throw new FeedFault(column.name(), value.asText(), "a whole number", null);
    }
    return number.intValue();
  }

  private BigDecimal amount(FeedColumn column, JsonNode value) throws FeedFault {
    var number = number(value);
    if (number == null || number.signum() < 0) {
      throw new FeedFault(
          column.name(),
          value.asText(),
          decimalComma ? "an amount such as 1.299,90" : "an amount such as 1299.90",
          decimalComma ? null : "Maybe decimal: \",\" in the mapping.");
    }
    return number;
  }

  /** Thousands are told by the other mark than decimals. */
  private @Nullable BigDecimal number(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue();
    }
    var text = CURRENCY.matcher(value.asText().strip()).replaceAll("");
    text = text.replaceAll("[\\u00a0\\u202f '’]", "");
    text = decimalComma ? text.replace(".", "").replace(',', '.') : grouped(text);
    return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  /** A comma of the English form stands before three digits, and more follow or a point does. */
  private static String grouped(String text) {
    return text.matches("[+-]?[0-9]{1,3}(,[0-9]{3})+\\.[0-9]+") ? text.replace(",", "") : text;
  }

  /** Column names by those of a list {@code theirs:ours,theirs:ours}. */
  public static Map<String, String> columns(String list) throws FeedFault {
    var columns = new HashMap<String, String>();
    if (list.isBlank()) {
      return columns;
    }
    for (var pair : list.split(",", -1)) {
      int colon = pair.lastIndexOf(':');
      if (colon <= 0) {
        throw new FeedFault("columns", pair, "their name, a colon and ours", null);
      }
      columns.put(pair.substring(0, colon).strip(), pair.substring(colon + 1).strip());
    }
    return columns;
  }
}
