package io.knowfirst.server.rulesets.scenarios;

import io.knowfirst.rules.facts.Habits;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Rating;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.folder.YamlTable;
import io.knowfirst.server.decide.flow.FlowEntry;
import io.knowfirst.server.decide.flow.FlowMove;
import io.knowfirst.server.decide.flow.FlowPosition;
import io.knowfirst.server.decide.flow.FlowPosition.Told;
import io.knowfirst.server.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what an invented visitor did and told, as events that the real fold takes. */
final class Past {
  private static final Pattern AGO = Pattern.compile("(\\d{1,5})([dhm])");
  private static final String RATED = "rated";
  private static final Map<String, String> WITH_PRODUCT =
      Map.of(
          "viewed",
          "Product Viewed",
          "added",
          "Product Added",
          "removed",
          "Product Removed",
          "bought",
          "Order Completed",
          RATED,
          "Product Rated");
  private static final List<String> KINDS =
      List.of(
          "page",
          "viewed",
          "added",
          "removed",
          "bought",
          "searched",
          "opened",
          "clicked",
          "did",
          "shown",
          "followed",
          RATED,
          "entered");

  /** They may have been about a product, or a category at least. */
  private static final Set<String> ABOUT = Set.of("page", "searched", "clicked");

  /** They may tell more of themselves. */
  private static final Set<String> TELLING = Set.of("page", "opened", "clicked", "did");

  private static final String PERSONALIZATION = "personalization";

  private final String visitor;
  private final Instant now;
  private final ZoneId zone;
  private final List<Event> events = new ArrayList<>();

  /**
   * @param zone the shop's, in which days are counted
   */
  Past(String visitor, Instant now, ZoneId zone) {
    this.visitor = visitor;
    this.now = now;
    this.zone = zone;
  }

  /** All events, oldest first. */
  List<Event> read(@Nullable YamlTable who, List<YamlTable> happened) {
    happened.forEach(this::event);
    var first = events.stream().map(Event::at).min(Comparator.naturalOrder()).orElse(now);
    told(who, first);
    return List.copyOf(events);
  }

  /** Consent to personalization is taken for granted where the author says nothing of consents. */
  private void told(@Nullable YamlTable who, Instant first) {
    var purposes = new LinkedHashMap<String, Boolean>();
    var consents = who == null ? null : who.table("consents").orElse(null);
    if (consents == null) {
      purposes.put(PERSONALIZATION, true);
    } else {
      consents
          .rest()
          .keySet()
          .forEach(purpose -> purposes.put(purpose, consents.truth(purpose, false)));
    }
    if (!purposes.isEmpty()) {
      add("consent", Event.Type.CONSENT, "", first, List.of(), Map.of(), purposes);
    }
    if (who == null) {
      return;
    }
    var traits = who.table("traits").map(YamlTable::rest).orElse(Map.of());
    boolean known = who.truth("known", !traits.isEmpty());
    if (!known && !traits.isEmpty()) {
      who.error(
          "known", "KF004", "known is false, expected true: whoever has told traits is known.");
    } else if (known) {
      add("identify", Event.Type.IDENTIFY, "", first, List.of(), traits, Map.of());
    }
  }

  private void event(YamlTable table) {
    var kinds = KINDS.stream().filter(table::has).toList();
    if (kinds.size() != 1) {
      table.error(
          null,
          "KF004",
          "What happened is %s, expected one of %s."
              .formatted(
                  kinds.isEmpty() ? "missing" : String.join(" and ", kinds),
                  String.join(", ", KINDS)));
      return;
    }
    var kind = kinds.get(0);
    var agos = table.oneOrMore("ago");
    if (agos.isEmpty()) {
      table.error(null, "KF003", "The key \"ago\" is missing, expected for example 90d, 3h or 5m.");
    }
    var names = table.oneOrMore(kind);
    boolean about = ABOUT.contains(kind) && table.has("category");
    var details = about || WITH_PRODUCT.containsKey(kind) ? details(table) : null;
    var told =
        kind.equals(RATED)
            ? Map.<String, Object>of(
                Rating.PROPERTY, (double) table.whole("stars", 0, Rating.HIGHEST, Rating.HIGHEST))
            : TELLING.contains(kind)
                ? table.table("properties").map(YamlTable::rest).orElse(Map.of())
                : Map.<String, Object>of();
    var device = kind.equals("page") ? table.optional("device") : null;
    if (device != null && Habits.bit(device) == 0) {
      table.error(
          "device",
          "KF004",
          "device is \"%s\". %s".formatted(device, Suggestion.of(device, Habits.DEVICES)));
    }
    var channel = kind.equals("shown") ? table.optional("channel") : null;
    table.refuseOthers();
    for (var ago : agos) {
      var at = at(table, ago);
      for (var name : names) {
        happened(kind, name, at, details, told(told, channel, device));
      }
    }
  }

  private static Map<String, Object> told(
      Map<String, Object> told, @Nullable String channel, @Nullable String device) {
    if (device != null) {
      return with(told, Event.DEVICE, device);
    }
    return channel == null ? told : Map.of("channel", channel);
  }

  private Instant at(YamlTable table, String ago) {
    var matcher = AGO.matcher(ago);
    if (!matcher.matches()) {
      table.error(
          "ago", "KF004", "ago is \"%s\", expected for example 90d, 3h or 5m.".formatted(ago));
      return now;
    }
    int number = Integer.parseInt(matcher.group(1));
    return switch (matcher.group(2)) {
      case "d" -> now.atZone(zone).minusDays(number).toInstant();
      case "h" -> now.minus(Duration.ofHours(number));
      default -> now.minus(Duration.ofMinutes(number));
    };
  }

  /** Empty for a product that belongs nowhere, which the author then says. */
  private static String category(YamlTable table) {
    var said = table.oneOrMore("category");
    if (!table.has("category")) {
      table.error(null, "KF003", "The key \"category\" is missing.");
    }
    return said.isEmpty() ? "" : said.get(0);
  }

  private static Item details(YamlTable table) {
    var price = table.decimal("price", 0, 1e9, 0.0);
    return new Item(
        "",
        category(table),
        table.optional("brand"),
        table.optional("size"),
        table.optional("colour"),
        price == null ? 0 : price,
        table.whole("quantity", 1, 10_000, 1));
  }

  private void happened(
      String kind, String name, Instant at, @Nullable Item details, Map<String, Object> told) {
    var id = "%s %s %d".formatted(kind, name, events.size());
    if (details != null && WITH_PRODUCT.containsKey(kind)) {
      var item =
          new Item(
              name,
              details.category(),
              details.brand(),
              details.size(),
              details.colour(),
              details.price(),
              details.quantity());
      add(
          id,
          Event.Type.TRACK,
          WITH_PRODUCT.getOrDefault(kind, kind),
          at,
          List.of(item),
          told,
          Map.of());
      return;
    }
    var about = details == null ? List.<Item>of() : List.of(details);
    switch (kind) {
      case "page" -> add(id, Event.Type.PAGE, name, at, about, with(told, "type", name), Map.of());
      case "searched" ->
          add(
              id,
              Event.Type.TRACK,
              "Products Searched",
              at,
              about,
              Map.of("query", name),
              Map.of());
      case "opened" ->
          add(
              id,
              Event.Type.TRACK,
              "Email Opened",
              at,
              List.of(),
              with(told, "campaign_name", name),
              Map.of());
      case "clicked" ->
          add(
              id,
              Event.Type.TRACK,
              "Email Link Clicked",
              at,
              about,
              with(told, "campaign_name", name),
              Map.of());
      case "followed" ->
          add(
              id,
              Event.Type.TRACK,
              "Promotion Clicked",
              at,
              List.of(),
              Map.of("promotion_id", name),
              Map.of());
      case "entered" -> events.add(entered(name, at));
      case "shown" ->
          add(id, Event.Type.EXPOSURE, name, at, List.of(), with(told, "campaign", name), Map.of());
      default -> add(id, Event.Type.TRACK, name, at, List.of(), told, Map.of());
    }
  }

  /** Inside a campaign of steps since then; which steps they took since, the time tells. */
  private Event entered(String campaign, Instant at) {
    var entry = new FlowEntry(campaign, visitor, 1, at);
    var first = new FlowPosition(entry, 0, "", at, new Told("", at), List.of());
    return new FlowMove(first, FlowMove.Kind.ENTERED, "").event(at, List.of());
  }

  private static Map<String, Object> with(Map<String, Object> told, String name, String value) {
    var all = new LinkedHashMap<>(told);
    all.put(name, value);
    return all;
  }

  private void add(
      String id,
      Event.Type type,
      String name,
      Instant at,
      List<Item> items,
      Map<String, Object> values,
      Map<String, Boolean> purposes) {
    events.add(new Event(id, type, name, visitor, null, at, at, items, values, purposes, null));
  }
}
