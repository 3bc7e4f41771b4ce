package io.knowfirst.server.feeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events that records become, in the shape that {@code POST /v1/events} takes. An event is
 * named by its system, its feed and all that its record says, so that a record which comes again
 * changes nothing.
 *
 * @param source the system that the feed comes from
 * @param asOf when the feed was made, for records that do not say; null where nobody says
 */
public record FeedEvents(String source, @Nullable Instant asOf) {
  /** How the columns of consents begin; what follows is the purpose. */
  static final String CONSENT = "consent.";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> YES = Set.of("true", "yes", "y", "1", "ja", "j", "granted");
  private static final Set<String> NO = Set.of("false", "no", "n", "0", "nein", "denied");
  private static final Set<String> OF_ITEMS =
      Set.of("product", "quantity", "price", "category", "brand", "size", "color");
  private static final Map<String, String> EMAILS =
      Map.of(
          "delivered", "Email Delivered",
          "opened", "Email Opened",
          "clicked", "Email Link Clicked",
          "bounced", "Email Bounced",
          "complained", "Email Marked as Spam",
          "unsubscribed", "Unsubscribed");
  private static final Map<String, String> CONTACTS =
      Map.of(
          "call", "Call Noted",
          "note", "Note Taken",
          "catalogue-request", "Catalogue Requested",
          "visit", "Store Visited",
          "letter", "Letter Received");

  /**
   * The events of the records of one group, which is one record for most feeds.
   *
   * @param records in our names and forms
   */
  public List<ObjectNode> of(FeedKind kind, List<ObjectNode> records) throws FeedFault {
    var first = records.get(0);
    return switch (kind) {
      case CUSTOMERS -> customer(first);
      case ORDERS -> order(records);
      case RETURNS -> List.of(orderEvent(kind, "Order Refunded", "returned_at", records));
      case ENGAGEMENT -> List.of(word(kind, first, "event", EMAILS));
      case CONTACTS -> List.of(word(kind, first, "type", CONTACTS));
      case PRODUCTS, PRICES, STOCK -> throw new IllegalArgumentException(kind + " are no events");
    };
  }

  private List<ObjectNode> customer(ObjectNode record) throws FeedFault {
    var at = record.path("updated_at").asText(asOf == null ? "" : asOf.toString());
    if (at.isEmpty()) {
      throw new FeedFault(
          "updated_at",
          null,
          "a time, in each record or for all as asOf",
          "Maybe asOf=2026-11-22.");
    }
    var traits = JSON.objectNode();
    var purposes = JSON.objectNode();
    for (var field : record.properties()) {
      var name = field.getKey();
      if (name.startsWith(CONSENT)) {
        purposes.put(name.substring(CONSENT.length()), truth(name, field.getValue()));
      } else if (!Set.of("id", "anonymous_id", "updated_at").contains(name)) {
        traits.set(name, field.getValue());
      }
    }
    var events = new ArrayList<ObjectNode>();
    if (!purposes.isEmpty()) {
      var consent = event(FeedKind.CUSTOMERS, "consent", record, "id", at);
      consent.put("messageId", consent.path("messageId").asText() + ":consent");
      consent.set("purposes", purposes);
      events.add(consent);
    }
    if (!traits.isEmpty() || record.has("anonymous_id") || purposes.isEmpty()) {
      var identify = event(FeedKind.CUSTOMERS, "identify", record, "id", at);
      identify.set("traits", traits);
      if (record.has("anonymous_id")) {
        identify.set("anonymousId", record.get("anonymous_id"));
      }
      events.add(identify);
    }
    return events;
  }

  private static boolean truth(String name, JsonNode value) throws FeedFault {
    var word = value.asText().strip().toLowerCase(Locale.ROOT);
    if (!YES.contains(word) && !NO.contains(word)) {
      throw new FeedFault(name, value.asText(), "yes or no", null);
    }
    return YES.contains(word);
  }

  /** An order that was changed since is placed first and then updated. */
  private List<ObjectNode> order(List<ObjectNode> records) throws FeedFault {
    var events = new ArrayList<ObjectNode>();
    events.add(orderEvent(FeedKind.ORDERS, "Order Completed", "ordered_at", records));
    var first = records.get(0);
    if (first.has("updated_at") && !first.get("updated_at").equals(first.get("ordered_at"))) {
      var updated = orderEvent(FeedKind.ORDERS, "Order Updated", "updated_at", records);
      updated.put("messageId", updated.path("messageId").asText() + ":updated");
      events.add(updated);
    }
    return events;
  }

  private ObjectNode orderEvent(FeedKind kind, String name, String time, List<ObjectNode> records)
      throws FeedFault {
    var first = records.get(0);
    var all = JSON.objectNode();
    var properties = JSON.objectNode();
    var products = JSON.arrayNode();
    for (int i = 0; i < records.size(); i++) {
      var record = records.get(i);
      all.set(Integer.toString(i), record);
      for (var same : List.of("customer_id", time)) {
        if (!record.get(same).equals(first.get(same))) {
          throw new FeedFault(
              same,
              record.get(same).asText(),
              "that of the order's first line, " + first.get(same).asText(),
              null);
        }
      }
      if (record.has("product")) {
        products.add(item(record));
      }
    }
    for (var field : first.properties()) {
      if (!OF_ITEMS.contains(field.getKey())
          && !Set.of("customer_id", "ordered_at", "updated_at", "returned_at")
              .contains(field.getKey())) {
        properties.set(field.getKey(), field.getValue());
      }
    }
    if (!products.isEmpty()) {
      properties.set("products", products);
    }
    var event = event(kind, "track", all, "", first.get(time).asText());
    event.set("userId", first.get("customer_id"));
    event.put("event", name);
    event.set("properties", properties);
    return event;
  }

  private static ObjectNode item(ObjectNode record) {
    var item = JSON.objectNode();
    for (var name : OF_ITEMS) {
      if (record.has(name)) {
        item.set(name.equals("product") ? "product_id" : name, record.get(name));
      }
    }
    return item;
  }

  private ObjectNode word(
      FeedKind kind, ObjectNode record, String column, Map<String, String> words) throws FeedFault {
    var word = record.get(column).asText().toLowerCase(Locale.ROOT).replaceAll("[ _]", "-");
    var name = words.get(word);
    if (name == null) {
      throw new FeedFault(
          column,
          record.get(column).asText(),
          String.join(", ", new TreeMap<>(words).keySet()),
          null);
    }
    var properties = JSON.objectNode();
    for (var field : record.properties()) {
      if (!Set.of("customer_id", "at", column).contains(field.getKey())) {
        properties.set(property(kind, field.getKey()), field.getValue());
      }
    }
    var event = event(kind, "track", record, "customer_id", record.get("at").asText());
    event.put("event", name);
    event.set("properties", properties);
    return event;
  }

  /** As the specification of e-mail events has it. */
  private static String property(FeedKind kind, String column) {
    if (kind != FeedKind.ENGAGEMENT) {
      return column;
    }
    return switch (column) {
      case "campaign" -> "campaign_name";
      case "subject" -> "email_subject";
      case "link" -> "link_url";
      default -> column;
    };
  }

  private ObjectNode event(
      FeedKind kind, String type, ObjectNode record, String visitor, String at) {
    var event = JSON.objectNode();
    event.put("type", type);
    event.put("messageId", "feed:" + source + ":" + kind.word() + ":" + hash(record, at));
    if (!visitor.isEmpty()) {
      event.set("userId", record.get(visitor));
    }
    event.put("timestamp", at);
    return event;
  }

  private static String hash(ObjectNode record, String at) {
    var sorted = new TreeMap<String, JsonNode>();
    record.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest((at + sorted).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException everywhere) {
      throw new IllegalStateException(everywhere);
    }
  }
}
