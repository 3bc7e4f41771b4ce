package io.knowfirst.rules.base;

import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A visitor for tests: what they did, then the facts that follow. */
public final class Shopper {
  public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static final ShopClock CLOCK = ShopClock.at(NOW.toEpochMilli(), ZoneOffset.UTC);

  private final List<Touch> touches = new ArrayList<>();
  private final List<Trait> traits = new ArrayList<>();
  private int visits = 1;

  public Shopper visits(int visits) {
    this.visits = visits;
    return this;
  }

  public Shopper bought(String category, Duration ago) {
    return touch(Touch.Kind.BOUGHT, category, "acme", ago);
  }

  public Shopper bought(String category, @Nullable String brand, Duration ago) {
    return touch(Touch.Kind.BOUGHT, category, brand, ago);
  }

  /** At a price; 0 where the event did not tell one. */
  public Shopper bought(String category, Duration ago, double price) {
    return touch(Touch.Kind.BOUGHT, category, "acme", ago, price);
  }

  public Shopper viewed(String category, Duration ago) {
    return touch(Touch.Kind.VIEWED, category, "acme", ago);
  }

  /** With the visitor filled in when the facts are made. */
  public Shopper trait(String name, String value, double number) {
    traits.add(new Trait(name, value, number, visitor(History.EMPTY), request()));
    return this;
  }

  public List<Fact> facts() {
    var history = History.of(touches);
    var visitor = visitor(history);
    var facts = new ArrayList<Fact>();
    facts.add(visitor);
    facts.addAll(
        Behaviour.facts(
            history, visitor, NOW.minus(Duration.ofMinutes(10)).toEpochMilli(), CLOCK, Keys.ALL));
    facts.addAll(traits);
    facts.add(new Page("home", "/", null, null, null, request()));
    return facts;
  }

  public static List<Origin> request() {
    return List.of(new Origin(Origin.REQUEST, NOW));
  }

  private Visitor visitor(History history) {
    long now = NOW.toEpochMilli();
    long[] starts =
        LongStream.range(0, visits).map(i -> now - (visits - 1 - i) * 86_400_000L).toArray();
    return new Visitor("v", true, starts, visits, starts[0], history, CLOCK);
  }

  private Shopper touch(Touch.Kind kind, String category, @Nullable String brand, Duration ago) {
    return touch(kind, category, brand, ago, 20);
  }

  private Shopper touch(
      Touch.Kind kind, String category, @Nullable String brand, Duration ago, double price) {
    touches.add(
        new Touch(
            kind,
            NOW.minus(ago).toEpochMilli(),
            "e" + touches.size(),
            "",
            new Item("p" + touches.size(), category, brand, "M", "blue", price, 1)));
    return this;
  }
}
