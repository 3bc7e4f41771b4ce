package io.knowfirst.rules.base;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Browsing;
import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Consent;
import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.facts.Weather;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Made-up visitors and moments, and conditions of all sorts about them. */
public final class RandomFacts {
  private static final Path CONDITIONS = Path.of("src/test/resources/engine/decisions.txt");
  private static final long NOW = Shopper.NOW.toEpochMilli();
  private static final ShopClock CLOCK = ShopClock.at(NOW, ZoneOffset.UTC);
  private static final List<Touch.Kind> PRODUCTS =
      List.of(Touch.Kind.VIEWED, Touch.Kind.VIEWED, Touch.Kind.BOUGHT, Touch.Kind.CART_ADDED);
  private static final List<Touch.Kind> OTHERS =
      List.of(
          Touch.Kind.SEARCHED,
          Touch.Kind.DID,
          Touch.Kind.EMAIL_CLICKED,
          Touch.Kind.EMAIL_OPENED,
          Touch.Kind.PAGE);

  private RandomFacts() {}

  /** Conditions that no fact makes throw. */
  public static List<String> conditions() {
    try {
      return Files.readAllLines(CONDITIONS).stream()
          .map(line -> line.substring(line.indexOf(' ') + 1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the conditions. */
  public static String condition(Random random) {
    return one(random, conditions().toArray(String[]::new));
  }

  public static List<Fact> of(Random random) {
    var touches = new ArrayList<Touch>();
    for (int i = random.nextInt(16); i > 0; i--) {
      touches.add(touch(random, touches.size()));
    }
    var history = History.of(touches);
    int visits = 1 + random.nextInt(4);
    var starts = new long[visits];
    for (int i = 0; i < visits; i++) {
      starts[i] = NOW - (visits - 1 - i) * 86_400_000L;
    }
    var visitor =
        new Visitor(
            "v" + random.nextInt(3),
            random.nextBoolean(),
            starts,
            visits + random.nextInt(3),
            starts[0],
            history,
            CLOCK);
    var facts = new ArrayList<Fact>();
    if (random.nextInt(5) > 0) {
      facts.add(visitor);
    }
    facts.addAll(Behaviour.facts(history, visitor, NOW - 600_000, CLOCK, Keys.ALL));
    told(visitor, random, facts);
    moment(random, facts);
    return facts;
  }

  private static Touch touch(Random random, int number) {
    var ago =
        random.nextInt(4) == 0
            ? Duration.ofSeconds(random.nextInt(600))
            : Duration.ofHours(random.nextInt(24 * 70));
    long at = NOW - ago.toMillis();
    if (random.nextInt(9) < 5) {
      var item =
          new Item(
              "p" + random.nextInt(6),
              category(random),
              maybe(random, "brand" + random.nextInt(3)),
              maybe(random, "M"),
              maybe(random, "blue"),
              random.nextInt(60) + 0.5 * random.nextInt(2),
              1 + random.nextInt(3));
      return new Touch(one(random, PRODUCTS), at, "e" + number, "", item);
    }
    var kind = one(random, OTHERS);
    var name =
        kind == Touch.Kind.SEARCHED ? one(random, "red chino", "shoe") : "n" + random.nextInt(3);
    return new Touch(kind, at, "e" + number, name, null);
  }

  private static void told(Visitor visitor, Random random, List<Fact> facts) {
    if (random.nextBoolean()) {
      facts.add(new Trait("t0", one(random, "v", "w"), Double.NaN, visitor, Shopper.request()));
    }
    if (random.nextBoolean()) {
      int age = random.nextInt(60);
      facts.add(new Trait("age", Integer.toString(age), age, visitor, Shopper.request()));
    }
    if (random.nextBoolean()) {
      facts.add(new Consent("p" + random.nextInt(2), visitor, Shopper.request()));
    }
  }

  private static void moment(Random random, List<Fact> facts) {
    var request = Shopper.request();
    facts.add(Moment.at(Shopper.NOW.plus(Duration.ofHours(random.nextInt(200))), ZoneOffset.UTC));
    if (random.nextBoolean()) {
      facts.add(
          new Page(
              one(random, "home", "product", "cart"),
              maybe(random, "/a/p-1"),
              maybe(random, "p" + random.nextInt(6)),
              maybe(random, category(random)),
              maybe(random, one(random, "chino", "ab", "red shoes")),
              request));
    }
    if (random.nextBoolean()) {
      facts.add(
          new Place(maybe(random, "DE"), maybe(random, "SN"), maybe(random, "Leipzig"), request));
    }
    if (random.nextBoolean()) {
      facts.add(
          new Device(
              one(random, "mobile", "desktop"),
              maybe(random, "ios"),
              null,
              random.nextBoolean(),
              request));
    }
    if (random.nextBoolean()) {
      facts.add(new Weather(one(random, "rain", "sun"), random.nextInt(60) / 2.0 - 5, request));
    }
    if (random.nextBoolean()) {
      var utm = random.nextBoolean() ? Map.<String, String>of() : Map.of("campaign", "c1");
      facts.add(Arrival.from(maybe(random, "https://www.google.com/"), utm, request.get(0)));
    }
    if (random.nextBoolean()) {
      var exactly = category(random);
      for (var category : Categories.lineage(exactly)) {
        facts.add(new Browsing(category, "category", null, exactly, request));
      }
    }
    if (random.nextBoolean()) {
      facts.add(new Placement("home-hero", "web", null));
    }
  }

  private static String category(Random random) {
    var category = "a" + random.nextInt(3);
    return random.nextInt(3) == 0 ? category : category + ".b" + random.nextInt(3);
  }

  private static @Nullable String maybe(Random random, String value) {
    return random.nextBoolean() ? null : value;
  }

  private static String one(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }

  private static <T> T one(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
