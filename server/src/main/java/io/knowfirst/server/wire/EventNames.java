package io.knowfirst.server.wire;

import io.knowfirst.rules.folder.StandardEvents;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.folder.VisitorId;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.quality.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the names of track events: those of other trackers are kept as the specification's. */
final class EventNames {
  /** About the one product that stands in the properties. */
  private static final Set<String> ONE_PRODUCT =
      Set.of(
          "Product Clicked",
          "Product Viewed",
          "Product Added",
          "Product Removed",
          "Product Added to Wishlist",
          "Product Removed from Wishlist",
          "Product Rated",
          "Product Reviewed",
          "Product Rating Removed");

  /** Properties that say what an event is about, whatever it is called. */
  private static final List<String> SALES =
      List.of("products", "order_id", "orderId", "transaction_id", "revenue", "product_id");

  private static final String WITHIN_ORDER_ID = Event.ORDER_ID + ".";

  private final ShopVocabulary shop;

  EventNames(ShopVocabulary shop) {
    this.shop = shop;
  }

  /** The name of a track event, as it is kept; what it is understood as is noted. */
  String read(Fields body, Fields loose, Map<String, Object> values, Notes notes) {
    var said = loose.label("event");
    var sent = said == null ? body.requiredId("event") : said;
    var name = StandardEvents.named(sent).orElse(sent);
    if (!name.equals(sent)) {
      notes.count(Kind.SYNONYM, sent + " -> " + name);
    }
    Properties.rename(name, sent, values);
    if (isOrder(name)) {
      look(values, body.at().field("properties").field(Event.ORDER_ID), notes);
    }
    if (understood(name)) {
      notes.count(Kind.EVENT, name);
      return name;
    }
    var near = near(name);
    if (near.isPresent()) {
      var advice = "Maybe \"" + near.get() + "\" is meant.";
      notes.add(
          Kind.UNKNOWN_EVENT,
          name,
          body.at().field("event"),
          name,
          "a name that a rule, a metric or the Segment specification has",
          advice,
          name);
    } else if (sellsSomething(body)) {
      notes.add(
          Kind.UNKNOWN_EVENT,
          name,
          body.at().field("event"),
          name,
          "a name of the Segment specification, since it comes with products or an order",
          "Maybe see the names that docs/events.md lists; no product, cart or order was made of it.",
          name);
    } else {
      notes.count(Kind.UNKNOWN_EVENT, name);
    }
    return name;
  }

  private static boolean sellsSomething(Fields body) {
    var properties = body.get("properties");
    return properties != null && SALES.stream().anyMatch(properties::hasNonNull);
  }

  /** Tells of an id of the order that is none. */
  private static void look(Map<String, Object> values, At at, Notes notes) {
    var said = values.get(Event.ORDER_ID);
    String shown = null;
    if (said == null) {
      boolean within = values.keySet().stream().anyMatch(name -> name.startsWith(WITHIN_ORDER_ID));
      shown = within ? "an object" : null;
    } else if (!(said instanceof String || said instanceof Number)
        || VisitorId.isNobody(said.toString())) {
      shown = said.toString();
    }
    if (shown != null) {
      notes.add(
          Kind.PLACEHOLDER_ID,
          shown,
          at,
          shown,
          "the id of one order, as text or a number",
          "Maybe leave it out where there is none; each event without one is an order of its own.");
    }
  }

  /** Whether anything is made of the name. */
  private boolean understood(String name) {
    return isSpec(name) || shop.reads(name);
  }

  /** A name that is understood and spelt almost so. */
  private Optional<String> near(String name) {
    var known = new HashSet<>(StandardEvents.names());
    known.addAll(shop.events());
    return Suggestion.nearest(name, known);
  }

  static boolean isSpec(String name) {
    return StandardEvents.named(name).filter(name::equals).isPresent();
  }

  static boolean isOfOneProduct(String name) {
    return ONE_PRODUCT.contains(name);
  }

  static boolean isOrder(String name) {
    return name.startsWith("Order ");
  }
}
