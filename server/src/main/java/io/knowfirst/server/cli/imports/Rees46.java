package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The click stream of a shop as REES46 publishes it: event_time, event_type (view, cart, purchase),
 * product_id, category_id, category_code (dotted, often empty), brand, price, user_id,
 * user_session. Its users are taken as anonymous visitors. Of a product it knows no name and no
 * stock: the name is made of brand and category, and the stock is assumed.
 */
final class Rees46 implements EventFormat {
  private static final int STOCK = 10;
  private static final int VALUES = 9;
  private static final String HEAD = "event_time,";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);
  private static final Map<String, String> EVENTS =
      Map.of("view", "Product Viewed", "cart", "Product Added", "purchase", "Order Completed");

  /** Where the shop's taxonomy has another path for the same; otherwise the stream's own stands. */
  private static final Map<String, String> CATEGORIES =
      Map.of("apparel.jeans", "apparel.trousers.jeans");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Override
  public Optional<Line> event(TextFile.Text line) {
    if (line.number() == 1 && line.text().startsWith(HEAD)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Row.of(line).event(line));
    } catch (BadLine bad) {
      return Optional.of(new Line.Bad(line.number(), bad.reason()));
    }
  }

  @Override
  public Optional<ObjectNode> product(TextFile.Text line) {
    try {
      return Optional.of(Row.of(line).catalogued());
    } catch (BadLine bad) {
      return Optional.empty();
    }
  }

  private record Row(
      String time,
      String event,
      String product,
      String category,
      String brand,
      double price,
      String user,
      String session) {

    static Row of(TextFile.Text line) throws BadLine {
      var values = Csv.values(line.text(), VALUES);
      var event = EVENTS.get(values[1]);
      if (event == null) {
        throw new BadLine("event_type is '" + values[1] + "', expected view, cart or purchase");
      }
      return new Row(
          time(values[0]),
          event,
          present("product_id", values[2]),
          category(values[4], present("category_id", values[3])),
          values[5],
          price(values[6]),
          present("user_id", values[7]),
          present("user_session", values[8]));
    }

    private static String time(String value) throws BadLine {
      try {
        return LocalDateTime.parse(value, TIME).toInstant(ZoneOffset.UTC).toString();
      } catch (DateTimeParseException e) {
        throw new BadLine("event_time is '" + value + "', expected 2019-10-01 00:00:00 UTC");
      }
    }

    private static String present(String name, String value) throws BadLine {
      if (value.isBlank()) {
        throw new BadLine(name + " is empty, expected an id");
      }
      return value;
    }

    private static double price(String value) throws BadLine {
      try {
        double price = Double.parseDouble(value);
        if (price >= 0 && Double.isFinite(price)) {
          return price;
        }
      } catch (NumberFormatException e) {
        // Told below.
      }
      throw new BadLine("price is '" + value + "', expected a number of at least 0");
    }

    private static String category(String code, String id) {
      return code.isBlank() ? "other." + id : CATEGORIES.getOrDefault(code, code);
    }

    Line event(TextFile.Text line) {
      var body = JSON.objectNode();
      body.put("type", "track").put("event", event);
      body.put("messageId", "rees46-" + digest(line.number() + ":" + line.text()));
      body.put("anonymousId", user).put("timestamp", time);
      var properties = body.putObject("properties");
      if (event.equals("Order Completed")) {
        properties.put("order_id", session + "-" + line.number());
        item(properties.putArray("products").addObject());
      } else {
        item(properties);
      }
      var view = event.equals("Product Viewed") ? new Line.View(product, category) : null;
      return new Line.Happened(line.number(), user, body, view);
    }

    private void item(ObjectNode item) {
      item.put("product_id", product).put("category", category).put("price", price);
      if (!brand.isEmpty()) {
        item.put("brand", brand);
      }
      item.put("quantity", 1);
    }

    ObjectNode catalogued() {
      var leaf = category.substring(category.lastIndexOf('.') + 1).replace('_', ' ');
      var maker =
          brand.isEmpty()
              ? ""
              : brand.substring(0, 1).toUpperCase(Locale.ROOT) + brand.substring(1) + " ";
      var json = JSON.objectNode();
      json.put("id", product)
          .put("name", maker + (category.startsWith("other.") ? "product " + product : leaf))
          .put("category", category)
          .put("price", price)
          .put("stock", STOCK);
      if (!brand.isEmpty()) {
        json.putObject("attributes").put("brand", brand);
      }
      return json;
    }
  }

  /** 128 bits of SHA-256: the same line at the same place has the same id, whatever the file. */
  private static String digest(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
