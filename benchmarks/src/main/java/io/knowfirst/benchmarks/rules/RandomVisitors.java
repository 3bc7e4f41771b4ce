package io.knowfirst.benchmarks.rules;

import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Visitor;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Visitors with 50 events who are in five segments of a folder of {@link GeneratedRules}. */
final class RandomVisitors {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final long DAY = 86_400_000L;
  private static final int SEGMENTS = 5;
  private static final int EVENTS = 50;

  private RandomVisitors() {}

  /** The facts of a number of visitors, as far as the rules ask for them. */
  static List<List<Fact>> of(int count, int n, Keys keys) {
    return IntStream.range(0, count).mapToObj(seed -> visitor(n, seed, keys)).toList();
  }

  private static List<Fact> visitor(int n, int seed, Keys keys) {
    var random = new Random(seed);
    var touches = new ArrayList<Touch>();
    var traits = new ArrayList<Integer>();
    var device = "mobile";
    for (int k = 0; k < SEGMENTS; k++) {
      int segment = random.nextInt(n);
      touches.add(touch(Touch.Kind.BOUGHT, GeneratedRules.category(segment), random));
      touches.add(touch(Touch.Kind.VIEWED, GeneratedRules.category(segment), random));
      traits.add(segment);
      if (segment % 12 == 11) {
        device = "desktop";
      }
    }
    while (touches.size() < EVENTS) {
      var last = touches.get(random.nextInt(2 * SEGMENTS)).item();
      var category = last == null ? "other" : "other." + last.category();
      touches.add(touch(Touch.Kind.VIEWED, category, random));
    }
    long now = NOW.toEpochMilli();
    var history = History.of(touches);
    var clock = ShopClock.at(now, ZoneOffset.UTC);
    var starts = new long[] {now - 3 * DAY, now - 1_000L};
    var visitor = new Visitor("v" + seed, true, starts, 4, now - 40 * DAY, history, clock);
    var origins = List.of(new Origin(Origin.REQUEST, NOW));
    var facts = new ArrayList<Fact>();
    facts.add(Moment.at(NOW, ZoneOffset.UTC));
    facts.add(new Page("home", "/", null, null, null, origins));
    facts.add(new Device(device, "android", "chrome", false, origins));
    facts.add(visitor);
    facts.addAll(Behaviour.facts(history, visitor, now - 600_000L, clock, keys));
    for (int segment : traits.stream().mapToInt(i -> i).distinct().toArray()) {
      var name = GeneratedRules.trait(segment);
      facts.add(Trait.of(name, GeneratedRules.value(segment), visitor, origins.get(0)));
    }
    return List.copyOf(facts);
  }

  private static Touch touch(Touch.Kind kind, String category, Random random) {
    int id = random.nextInt(100_000);
    long at = NOW.toEpochMilli() - (1 + random.nextInt(20)) * DAY;
    return new Touch(kind, at, "e" + id, "", new Item("p" + id, category, "b", "M", "red", 20, 1));
  }
}
