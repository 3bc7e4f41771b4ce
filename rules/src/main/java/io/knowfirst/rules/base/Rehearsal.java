package io.knowfirst.rules.base;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.facts.Browsing;
import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.Clicked;
import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Habits;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.InCart;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Interests;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Locale;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Nearby;
import io.knowfirst.rules.facts.Occasion;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Searched;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Shown;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Trends;
import io.knowfirst.rules.facts.Value;
import io.knowfirst.rules.facts.Viewed;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.facts.Weather;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Made-up visitors who did what the rules ask about, so that a rule base is warm before it decides
 * for anybody: classes are loaded, and no first visitor pays for that with an overrun budget.
 */
final class Rehearsal {
  private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
  private static final long HOUR = 3_600_000L;
  private static final BuyingModel MODEL = new BuyingModel(0.5, 60, 0.8, 2.5, 6, 4, 15, NOW);

  private static final int FEWEST_PARTS = 8;
  private static final int KEYS_A_PART = 32;

  private final AskedKeys keys;
  private final Map<Class<?>, List<String>> sorted = new HashMap<>();

  Rehearsal(AskedKeys keys) {
    this.keys = keys;
  }

  /** Among how many visitors the keys are dealt out, so that none of them did very much. */
  int parts() {
    int most =
        Stream.of(Viewed.class, Bought.class, InCart.class, Trait.class, Browsing.class)
            .mapToInt(type -> keys.of(type).size())
            .max()
            .orElse(0);
    return Math.max(FEWEST_PARTS, most / KEYS_A_PART);
  }

  /** The facts of one such visitor; each part asks about another slice of the keys. */
  List<Fact> facts(int part, int parts) {
    long now = NOW.toEpochMilli();
    var touches = new ArrayList<Touch>();
    products(touches, Touch.Kind.VIEWED, slice(Viewed.class, part, parts));
    products(touches, Touch.Kind.BOUGHT, slice(Bought.class, part, parts));
    products(touches, Touch.Kind.CART_ADDED, slice(InCart.class, part, parts));
    named(touches, Touch.Kind.SEARCHED, slice(Searched.class, part, parts));
    named(touches, Touch.Kind.DID, slice(Did.class, part, parts));
    named(touches, Touch.Kind.SHOWN, slice(Shown.class, part, parts));
    named(touches, Touch.Kind.CLICKED, slice(Clicked.class, part, parts));
    named(touches, Touch.Kind.EMAIL_CLICKED, List.of("rehearsal"));
    var history = History.of(touches);
    var clock = ShopClock.at(now, ZoneOffset.UTC);
    var visitor =
        new Visitor(
            "rehearsal", true, new long[] {now - HOUR}, 3, now - 90 * 24 * HOUR, history, clock);
    var origin = new Origin(Origin.REQUEST, NOW);
    var facts = new ArrayList<Fact>();
    facts.add(visitor);
    facts.add(Moment.at(NOW, ZoneOffset.UTC));
    facts.add(new Occasion("christmas", "holiday", 0, List.of(origin)));
    facts.add(new Nearby("store", 0, List.of(origin)));
    facts.add(new Locale("en", null, List.of(origin)));
    facts.add(new Page("category", "/", null, null, null, List.of(origin)));
    facts.add(new Place("DE", "SN", "Leipzig", List.of(origin)));
    facts.add(new Device("mobile", "android", null, false, List.of(origin)));
    facts.add(new Weather("rain", 9, List.of(origin)));
    facts.addAll(
        new Trends(NOW, List.of(new Trends.Trend("p0", 9, 1)), List.of()).facts(NOW, keys));
    Habits.of(Collections.nCopies(9, new Habits.PastVisit(now - HOUR, 2)), visitor, clock)
        .ifPresent(facts::add);
    facts.add(Arrival.from("https://www.google.com/", Map.of(), origin));
    for (var name : slice(Trait.class, part, parts)) {
      facts.add(Trait.of(name, "30", visitor, origin));
    }
    for (var category : slice(Browsing.class, part, parts)) {
      facts.add(new Browsing(category, "category", null, category, List.of(origin)));
    }
    facts.addAll(Behaviour.facts(history, visitor, now - HOUR, clock, keys));
    facts.addAll(
        Interests.facts(history, List.of(), InterestWeights.DEFAULT, visitor, clock, keys));
    facts.addAll(Value.facts(history, MODEL, visitor, clock, keys));
    return facts;
  }

  private static void products(List<Touch> touches, Touch.Kind kind, List<String> categories) {
    for (var category : categories) {
      for (int i = 0; i < 4; i++) {
        var item = new Item("p" + i, category, "brand", "M", "blue", 10, 1);
        touches.add(new Touch(kind, NOW.toEpochMilli() - i * 1_000L, "e" + i, "", item));
      }
    }
  }

  private static void named(List<Touch> touches, Touch.Kind kind, List<String> names) {
    for (var name : names) {
      touches.add(new Touch(kind, NOW.toEpochMilli() - 1_000L, "e", name, null));
    }
  }

  private List<String> slice(Class<? extends Fact> type, int part, int parts) {
    var all = sorted.computeIfAbsent(type, t -> keys.of(type).stream().sorted().toList());
    var slice = new ArrayList<String>();
    for (int i = part; i < all.size(); i += parts) {
      slice.add(all.get(i));
    }
    return slice;
  }
}
