package io.knowfirst.rules.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Browsing;
import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.facts.Weather;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The facts of a scenario. */
final class Situation {
  private static final long VISIT_ENDS_AFTER = Duration.ofMinutes(30).toMillis();
  private static final Map<String, Touch.Kind> KINDS =
      Map.of(
          "page", Touch.Kind.PAGE,
          "viewed", Touch.Kind.VIEWED,
          "added", Touch.Kind.CART_ADDED,
          "removed", Touch.Kind.CART_REMOVED,
          "bought", Touch.Kind.BOUGHT,
          "searched", Touch.Kind.SEARCHED,
          "opened", Touch.Kind.EMAIL_OPENED,
          "clicked", Touch.Kind.EMAIL_CLICKED,
          "did", Touch.Kind.DID);

  private final Instant now;
  private final List<Origin> asked;
  private final List<Fact> facts = new ArrayList<>();

  private Situation(Instant now) {
    this.now = now;
    this.asked = List.of(new Origin(Origin.REQUEST, now));
  }

  static List<Fact> facts(Scenario scenario, ZoneId zone, Keys keys) {
    var situation = new Situation(scenario.now());
    situation.visitor(scenario.node().path("visitor"), scenario.node().path("events"), keys);
    situation.facts.add(Moment.at(scenario.now(), zone));
    situation.context(scenario.node().path("context"));
    return situation.facts;
  }

  private void visitor(JsonNode node, JsonNode events, Keys keys) {
    var touches = new ArrayList<Touch>();
    events.forEach(event -> touches.addAll(touches(event)));
    var history = History.of(touches);
    long[] starts = visitStarts(history);
    long firstSeen = starts[0];
    var visitor =
        new Visitor(
            "v-1",
            node.path("known").asBoolean(),
            starts,
            starts.length,
            firstSeen,
            history,
            now.toEpochMilli());
    facts.add(visitor);
    node.path("traits")
        .properties()
        .forEach(
            trait ->
                Scenario.texts(trait.getValue())
                    .forEach(
                        value ->
                            facts.add(Trait.of(trait.getKey(), value, visitor, asked.get(0)))));
    facts.addAll(
        Behaviour.facts(history, visitor, starts[starts.length - 1], now.toEpochMilli(), keys));
  }

  /** One event for each product (or name) and each time given. */
  private List<Touch> touches(JsonNode event) {
    var kind =
        KINDS.keySet().stream()
            .filter(event::has)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("What happened? " + event));
    var touches = new ArrayList<Touch>();
    for (var ago : Scenario.texts(event.path("ago"))) {
      for (var what : Scenario.texts(event.path(kind))) {
        touches.add(touch(KINDS.get(kind), what, event, now.minus(duration(ago))));
      }
    }
    return touches;
  }

  private static Touch touch(Touch.Kind kind, String what, JsonNode event, Instant at) {
    var id = kind + " " + what + " " + at;
    if (!event.has("category")) {
      return new Touch(kind, at.toEpochMilli(), id, what, null);
    }
    var item =
        new Item(
            what,
            event.path("category").asText(),
            event.path("brand").asText(null),
            event.path("size").asText(null),
            event.path("colour").asText(null),
            event.path("price").asDouble(),
            1);
    return new Touch(kind, at.toEpochMilli(), id, kind.toString(), item);
  }

  /** {@code 90d}, {@code 3h} or {@code 5m}. */
  private static Duration duration(String ago) {
    int number = Integer.parseInt(ago.substring(0, ago.length() - 1));
    return switch (ago.charAt(ago.length() - 1)) {
      case 'd' -> Duration.ofDays(number);
      case 'h' -> Duration.ofHours(number);
      case 'm' -> Duration.ofMinutes(number);
      default -> throw new IllegalArgumentException("ago is " + ago + ", expected 90d, 3h or 5m");
    };
  }

  /** The request counts as the newest sign of life; an e-mail that was opened is none. */
  private long[] visitStarts(History history) {
    var starts = new ArrayList<Long>();
    long last = Long.MIN_VALUE / 2;
    for (var touch : history.touches()) {
      if (touch.kind() != Touch.Kind.EMAIL_OPENED) {
        if (touch.at() - last > VISIT_ENDS_AFTER) {
          starts.add(touch.at());
        }
        last = touch.at();
      }
    }
    if (now.toEpochMilli() - last > VISIT_ENDS_AFTER) {
      starts.add(now.toEpochMilli());
    }
    return starts.stream().mapToLong(Long::longValue).toArray();
  }

  private void context(JsonNode context) {
    var page = context.path("page");
    if (page.has("type")) {
      page(
          page.path("type").asText(),
          page.path("category").asText(null),
          page.path("product").asText(null));
    }
    if (context.has("geo")) {
      var geo = context.path("geo");
      facts.add(
          new Place(
              geo.path("country").asText(null),
              geo.path("region").asText(null),
              geo.path("city").asText(null),
              asked));
    }
    if (context.has("device")) {
      var type = context.path("device").path("type").asText();
      var os = context.path("device").path("os").asText(null);
      facts.add(new Device(type, os, null, type.equals("app"), asked));
    }
    if (context.has("weather")) {
      var weather = context.path("weather");
      facts.add(
          new Weather(
              weather.path("condition").asText(), weather.path("celsius").asDouble(), asked));
    }
    var utm = new LinkedHashMap<String, String>();
    context.path("utm").properties().forEach(e -> utm.put(e.getKey(), e.getValue().asText()));
    facts.add(Arrival.from(context.path("referrer").asText(null), utm, asked.get(0)));
  }

  private void page(String type, String category, String product) {
    facts.add(new Page(type, null, product, category, null, asked));
    if (category != null) {
      for (var node : Categories.lineage(category)) {
        facts.add(new Browsing(node, type, product, category, asked));
      }
    }
  }
}
