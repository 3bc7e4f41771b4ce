package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.Browsing;
import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Locale;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Nearby;
import io.knowfirst.rules.facts.Occasion;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the facts of the moment, which need no consent: clock, page, place, device, weather. */
final class ContextFacts {
  private final DecisionRequest request;
  private final RuleFolder folder;
  private final Keys keys;
  private final List<Fact> facts;
  private final List<Origin> said;

  /**
   * @param facts to which they are added
   */
  ContextFacts(DecisionRequest request, RuleFolder folder, Keys keys, List<Fact> facts) {
    this.request = request;
    this.folder = folder;
    this.keys = keys;
    this.facts = facts;
    this.said = List.of(new Origin(Origin.REQUEST, request.now()));
  }

  void add() {
    moment();
    context(request.context());
  }

  private void moment() {
    for (var placement : request.placements()) {
      if (keys.asked(Placement.class, placement.id())) {
        facts.add(placement);
      }
    }
    if (keys.asked(Moment.class, "")) {
      var zone = request.context().timezone();
      facts.add(Moment.at(request.now(), folder.zone(), zone, country()));
    }
    occasions();
  }

  private void context(Context context) {
    var page = context.page();
    if (page != null) {
      page(page, context.search());
    }
    var geo = context.geo();
    if (geo != null && keys.asked(Place.class, "")) {
      facts.add(new Place(geo.country(), geo.region(), geo.city(), said));
    }
    nearby(geo);
    language(context.locale());
    var device = context.device();
    if (device != null && keys.asked(Device.class, "")) {
      boolean app = device.type().equals("app") || request.channel().equals("app");
      facts.add(new Device(device.type(), device.os(), device.browser(), app, said));
    }
    var weather = context.weather();
    if (weather != null && keys.asked(Weather.class, "")) {
      int minutes = weather.minutesAgo(request.now());
      if (minutes <= Weather.OLDEST) {
        facts.add(new Weather(weather.condition(), weather.celsius(), minutes, said));
      }
    }
  }

  /** How far it is to the shop's own places. */
  private void nearby(Context.@Nullable Geo geo) {
    var latitude = geo == null ? null : geo.latitude();
    var longitude = geo == null ? null : geo.longitude();
    if (latitude == null || longitude == null || !keys.any(Nearby.class)) {
      return;
    }
    folder
        .dates()
        .places()
        .forEach(
            (name, place) -> {
              if (keys.asked(Nearby.class, name)) {
                facts.add(new Nearby(name, place.kilometresTo(latitude, longitude), said));
              }
            });
  }

  private void language(@Nullable String locale) {
    if (locale != null && keys.asked(Locale.class, "")) {
      Locale.of(locale, said).ifPresent(facts::add);
    }
  }

  /** Where the visitor is, or else the shop. */
  private String country() {
    var geo = request.context().geo();
    var country = geo == null ? null : geo.country();
    return country == null ? folder.dates().country() : country;
  }

  /** Holidays and shopping days where the visitor is. */
  private void occasions() {
    if (!keys.any(Occasion.class)) {
      return;
    }
    var shop = folder.dates();
    var geo = request.context().geo();
    var country = country();
    var own = geo == null || geo.region() == null ? "" : geo.region();
    var region = own.isEmpty() && country.equals(shop.country()) ? shop.region() : own;
    for (var one :
        Occasions.of(LocalDate.ofInstant(request.now(), folder.zone()), country, region, said)) {
      if (keys.asked(Occasion.class, one.name())) {
        facts.add(one);
      }
    }
  }

  private void page(Context.Page page, @Nullable String search) {
    if (keys.asked(Page.class, "")) {
      var words = search == null ? null : search.toLowerCase(java.util.Locale.ROOT);
      facts.add(new Page(page.type(), page.url(), page.product(), page.category(), words, said));
    }
    var category = page.category();
    if (category != null) {
      for (var node : Categories.lineage(category)) {
        if (keys.asked(Browsing.class, node)) {
          facts.add(new Browsing(node, page.type(), page.product(), category, said));
        }
      }
    }
  }
}
