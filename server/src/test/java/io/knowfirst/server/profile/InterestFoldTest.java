package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.NOON;
import static io.knowfirst.server.profile.Happened.identify;
import static io.knowfirst.server.profile.Happened.track;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Interests;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.server.model.Event;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterestFoldTest {
  @RegisterExtension static final LoneMember LONE = new LoneMember();

  private static final int DAYS = 120;
  private static final long NOW = NOON.toEpochMilli() + DAYS * 86_400_000L;

  @ParameterizedTest
  @CsvSource({"1, 60", "2, 250", "3, 900", "4, 2600"})
  void scoresAreTheSameHoweverTheEventsCome(int seed, int count) {
    var random = new Random(seed);
    var events = events(random, "v", count);
    var expected = scores(Profile.of("v", events));
    assertThat(expected).hasSizeGreaterThan(10);

    var stored = new ArrayList<Stored>();
    events.forEach(event -> stored.add(new Stored(stored.size() + 1, event)));
    for (int batch : new int[] {1, 7, 100}) {
      assertThat(scores(folded(stored, batch)))
          .as("in order by %d", batch)
          .satisfies(same(expected));
    }
    for (int round = 0; round < 4; round++) {
      Collections.shuffle(stored, random);
      assertThat(scores(folded(stored, 1 + random.nextInt(40)))).satisfies(same(expected));
    }
  }

  @ParameterizedTest
  @CsvSource({"11, 180, 1e-9", "12, 1100, 3e-4"})
  void aScoreIsTheSumOfWhatIsLeftOfEachPoint(int seed, int count, double tolerance) {
    var events = events(new Random(seed), "v", count);
    double expected = 0;
    for (var event : events) {
      if (event.items().stream().anyMatch(item -> item.category().startsWith("garden.tools"))) {
        double age = (NOW - event.at().toEpochMilli()) / 86_400_000.0;
        expected +=
            switch (event.name()) {
              case "Product Viewed" -> Math.pow(2, -age / 30);
              case "Product Added" -> 3 * Math.pow(2, -age / 30);
              case "Order Completed" -> 5 * Math.pow(2, -age / 180);
              case "Products Searched", "Email Link Clicked" -> 2 * Math.pow(2, -age / 30);
              default -> throw new AssertionError(event.name());
            };
      }
    }
    assertThat(scores(Profile.of("v", events)).get("category garden.tools"))
        .isCloseTo(expected, within(expected * tolerance));
  }

  @Test
  void aLoginAndAMessageSentTwiceChangeNoScore() {
    var events = events(new Random(21), "signed-in", 150);
    LONE.member.accept(events.toArray(Event[]::new));
    var half = events.size() / 2;
    var before = new ArrayList<Event>();
    events.subList(0, half).forEach(event -> before.add(of("browser", event)));
    var after = events.subList(half, events.size()).stream().map(e -> of("person", e)).toList();

    LONE.member.accept(before.toArray(Event[]::new));
    LONE.member.accept(after.toArray(Event[]::new));
    LONE.member.accept(before.subList(0, 20).toArray(Event[]::new));
    LONE.member.accept(identify("person", "browser", "login", 5, Map.of()));
    LONE.member.accept(after.subList(0, 20).toArray(Event[]::new));

    assertThat(LONE.member.find("browser").visitor()).isEqualTo("person");
    assertThat(scores(LONE.member.find("person")))
        .satisfies(same(scores(LONE.member.find("signed-in"))));
  }

  @Test
  void aRefundTakesTheInterestOfThePurchaseBack() {
    var order = Map.<String, Object>of("order_id", "o-1");
    var bought = track("v", "1", 0, "Order Completed", item("garden.tools", 1), order);
    var refunded = track("v", "2", 9, "Order Refunded", List.of(), order);

    assertThat(scores(Profile.of("v", List.of(bought)))).containsKey("category garden");
    assertThat(scores(Profile.of("v", List.of(bought, refunded)))).isEmpty();
  }

  @Test
  void aPageAnEMailAndASearchCountByTheirProductsAndTheSearchByItsCategory() {
    var page =
        Happened.event(
            "v",
            null,
            "1",
            Event.Type.PAGE,
            "product",
            0,
            item("garden.tools", 1),
            Map.of(),
            Map.of(),
            null);
    var click = track("v", "2", 1, "Email Link Clicked", item("garden.tools", 1), Map.of());
    var search =
        track(
            "v",
            "3",
            2,
            "Products Searched",
            List.of(),
            Map.of("query", "spade", "category", "Garden > Tools", "color", "Blue"));
    var profile = Profile.of("v", List.of(page, click, search));

    double fresh = Math.pow(2, -DAYS / 30.0);
    assertThat(scores(profile).get("category garden.tools"))
        .isCloseTo(5 * fresh, within(fresh * 0.001));
    assertThat(scores(profile).get("colour blue")).isCloseTo(2 * fresh, within(fresh * 0.001));
    assertThat(Profile.decoded(profile.encoded())).isEqualTo(profile);
  }

  @Test
  void whatSearchesAndPagesWereAboutIsBounded() {
    var events = new ArrayList<Event>();
    for (int i = 0; i < 3_000; i++) {
      events.add(track("v", "e" + i, 20 * i, "Email Link Clicked", item("garden.c", i), Map.of()));
    }
    var profile = Profile.of("v", events);

    assertThat(profile.touches()).filteredOn(t -> t.kind() == Touch.Kind.ABOUT).hasSize(300);
    assertThat(profile.dropped(Touch.Kind.ABOUT)).isEqualTo(2_700);
  }

  private static List<Event> events(Random random, String visitor, int count) {
    var events = new ArrayList<Event>();
    var names =
        List.of(
            "Product Viewed",
            "Product Viewed",
            "Product Viewed",
            "Product Viewed",
            "Product Added",
            "Order Completed",
            "Products Searched",
            "Email Link Clicked");
    for (int i = 0; i < count; i++) {
      var name = names.get(random.nextInt(names.size()));
      var category = List.of("garden.tools.spades", "garden.tools", "garden.seeds", "pets");
      var values = new HashMap<String, Object>();
      if (name.equals("Products Searched")) {
        values.put("query", "q");
      } else if (name.equals("Order Completed") && random.nextBoolean()) {
        values.put("order_id", "o" + i);
      }
      events.add(
          track(
              visitor,
              "e" + i,
              random.nextInt(DAYS * 24 * 60),
              name,
              item(category.get(random.nextInt(4)), random.nextInt(40)),
              values));
    }
    return events;
  }

  private static List<Item> item(String category, int product) {
    return List.of(
        new Item("p" + product, category, "Brand" + product % 5, "M", "Green", 20 * product, 1));
  }

  private static Event of(String visitor, Event event) {
    return new Event(
        event.id(),
        event.type(),
        event.name(),
        visitor,
        null,
        event.at(),
        event.received(),
        event.items(),
        event.values(),
        event.purposes(),
        event.source());
  }

  /** Each batch but the first brings the one before it again. */
  private static Profile folded(List<Stored> events, int batch) {
    var profile = Profile.empty("v");
    for (int i = 0; i < events.size(); i += batch) {
      int end = Math.min(events.size(), i + batch);
      var folded = profile.with(events.subList(Math.max(0, i - batch), end));
      profile = folded == null ? whole(events.subList(0, end)) : folded;
    }
    return profile;
  }

  private static Profile whole(List<Stored> events) {
    var sorted = new ArrayList<>(events);
    sorted.sort(
        Comparator.comparing((Stored stored) -> stored.event().at())
            .thenComparing(stored -> stored.event().id()));
    return new Fold(Profile.empty("v")).addAll(sorted).profile();
  }

  private static Consumer<Map<String, Double>> same(Map<String, Double> expected) {
    return scores -> {
      assertThat(scores).containsOnlyKeys(expected.keySet());
      scores.forEach(
          (value, score) -> {
            double other = expected.get(value);
            assertThat(score).as(value).isCloseTo(other, within(other * 1e-9));
          });
    };
  }

  private static Map<String, Double> scores(Profile profile) {
    var clock = ShopClock.at(NOW, ZoneOffset.UTC);
    var history = profile.history(NOW);
    var visitor =
        new Visitor(
            "v",
            true,
            profile.visitStarts(NOW),
            profile.visits(NOW),
            profile.firstSeen(),
            history,
            clock);
    var scores = new HashMap<String, Double>();
    for (var fact :
        Interests.facts(history, List.of(), InterestWeights.DEFAULT, visitor, clock, Keys.ALL)) {
      var interest = (Interest) fact;
      scores.put(interest.kind() + " " + interest.value(), interest.score());
    }
    return scores;
  }
}
