package io.knowfirst.server.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.YamlEdit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A visitor who is described in a form: what they did, where they are now. Written as a scenario,
 * which is read like those of the folder.
 *
 * @param acts what they did
 * @param now local time of the shop; empty for this moment
 */
record Persona(List<Act> acts, Map<String, String> here, String now) {
  static final List<String> ACTS = List.of("bought", "viewed", "added", "searched");
  static final List<String> HERE =
      List.of("type", "category", "product", "city", "condition", "device", "source");
  private static final int ROWS = 3;
  private static final String PRODUCT = "p-preview";

  /** The events that are sent for what somebody did. */
  private static final Map<String, String> NAMES =
      Map.of(
          "bought", "Order Completed",
          "viewed", "Product Viewed",
          "added", "Product Added",
          "searched", "Products Searched");

  /** Where the visitor is, whatever the page. */
  private static final Map<String, List<String>> PLACES =
      Map.of(
          "city", List.of("geo", "city"),
          "condition", List.of("weather", "condition"),
          "device", List.of("device", "type"),
          "source", List.of("utm", "source"));

  /**
   * Something that was done.
   *
   * @param what a category; of a search what was searched for
   * @param ago in days
   */
  record Act(String kind, String what, String ago) {}

  Persona {
    acts = List.copyOf(acts);
    here = Map.copyOf(here);
  }

  static Persona of(ConsoleRequest request) {
    var acts = new ArrayList<Act>();
    for (int i = 0; i < ROWS; i++) {
      var kind = request.field("act" + i);
      acts.add(
          new Act(
              ACTS.contains(kind) ? kind : ACTS.get(0),
              request.field("what" + i),
              request.field("ago" + i)));
    }
    var here = new LinkedHashMap<String, String>();
    HERE.forEach(field -> here.put(field, request.field(field)));
    return new Persona(acts, here, request.field("now"));
  }

  String at(String field) {
    return here.getOrDefault(field, "");
  }

  /**
   * The clock that was asked for; null for this moment.
   *
   * @throws IllegalArgumentException where it is none
   */
  static @Nullable Instant clock(String now, ZoneId zone) {
    try {
      return now.isEmpty() ? null : LocalDateTime.parse(now).atZone(zone).toInstant();
    } catch (DateTimeException none) {
      throw new IllegalArgumentException(
          "now is \"%s\", expected a local time such as 2026-12-24T06:00.".formatted(now), none);
    }
  }

  /**
   * As an entry of a file of scenarios, without what is expected.
   *
   * @throws IllegalArgumentException where a number of days is none
   */
  Map<String, String> entry(String name, Instant at, ZoneId zone) {
    var entry = new LinkedHashMap<String, String>();
    entry.put("name", YamlEdit.text(name));
    entry.put("now", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(zone).withNano(0)));
    var events = new ArrayList<String>();
    for (var act : acts) {
      if (!act.what().isEmpty()) {
        events.add(event(act));
      }
    }
    if (!events.isEmpty()) {
      entry.put("events", "[" + String.join(", ", events) + "]");
    }
    var context = context();
    if (!context.isEmpty()) {
      entry.put("context", YamlEdit.table(context));
    }
    return entry;
  }

  private static String days(Act act) {
    var ago = act.ago().isEmpty() ? "0" : act.ago();
    if (!ago.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          "The number of days is \"%s\", expected 0 to 9999. Maybe 30 was meant."
              .formatted(Ids.shown(ago)));
    }
    return ago;
  }

  /** As the body of a simulation supposes somebody, but for the page, which is the one opened. */
  ObjectNode supposed(Instant at, ZoneId zone) {
    var supposed = JsonNodeFactory.instance.objectNode();
    var events = supposed.putArray("events");
    for (var act : acts) {
      if (!act.what().isEmpty()) {
        events.add(event(act, at, zone, "preview-" + events.size()));
      }
    }
    var context = supposed.putObject("context");
    PLACES.forEach(
        (field, place) -> {
          if (!at(field).isEmpty()) {
            context.putObject(place.get(0)).put(place.get(1), at(field));
          }
        });
    return supposed;
  }

  private static ObjectNode event(Act act, Instant at, ZoneId zone, String id) {
    int ago = Integer.parseInt(days(act));
    var then = ago == 0 ? at.minusSeconds(60) : at.atZone(zone).minusDays(ago).toInstant();
    var event = JsonNodeFactory.instance.objectNode();
    event.put("type", "track").put("event", NAMES.get(act.kind())).put("timestamp", "" + then);
    var properties = event.putObject("properties");
    if (act.kind().equals("searched")) {
      properties.put("query", act.what());
      return event;
    }
    var product = act.kind().equals("bought") ? bought(properties, id) : properties;
    product.put("product_id", PRODUCT).put("category", act.what());
    return event;
  }

  private static ObjectNode bought(ObjectNode properties, String id) {
    return properties.put("order_id", id).putArray("products").addObject();
  }

  private static String event(Act act) {
    var ago = days(act);
    var event = new LinkedHashMap<String, String>();
    boolean search = act.kind().equals("searched");
    event.put(act.kind(), YamlEdit.text(search ? act.what() : PRODUCT));
    if (!search) {
      event.put("category", YamlEdit.text(act.what()));
    }
    event.put("ago", ago.equals("0") ? "1m" : ago + "d");
    return YamlEdit.table(event);
  }

  private Map<String, String> context() {
    var page = new LinkedHashMap<String, String>();
    List.of("type", "category", "product").forEach(key -> put(page, key, at(key)));
    var context = new LinkedHashMap<String, String>();
    if (!page.isEmpty()) {
      context.put("page", YamlEdit.table(page));
    }
    inner(context, "geo", "city", at("city"));
    inner(context, "weather", "condition", at("condition"));
    inner(context, "device", "type", at("device"));
    inner(context, "utm", "source", at("source"));
    return context;
  }

  private static void inner(Map<String, String> context, String key, String inner, String value) {
    if (!value.isEmpty()) {
      context.put(key, YamlEdit.table(Map.of(inner, YamlEdit.text(value))));
    }
  }

  private static void put(Map<String, String> all, String key, String value) {
    if (!value.isEmpty()) {
      all.put(key, YamlEdit.text(value));
    }
  }
}
