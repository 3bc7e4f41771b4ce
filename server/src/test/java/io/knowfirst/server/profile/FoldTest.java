package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.NOON;
import static io.knowfirst.server.profile.Happened.consent;
import static io.knowfirst.server.profile.Happened.identify;
import static io.knowfirst.server.profile.Happened.item;
import static io.knowfirst.server.profile.Happened.page;
import static io.knowfirst.server.profile.Happened.track;
import static io.knowfirst.server.profile.Happened.viewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Habits;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldTest {
  private static final long MINUTE = 60_000;

  @ParameterizedTest
  @CsvSource({"1, 40, 600", "2, 300, 3000", "3, 900, 400", "4, 700, 200000", "5, 1500, 90000"})
  void theSameEventsGiveTheSameProfileInWhateverOrderTheyCome(int seed, int events, int minutes) {
    var random = new Random(seed);
    var stored = new ArrayList<Stored>();
    for (int i = 1; i <= events; i++) {
      stored.add(new Stored(i, anyEvent(random, "e" + i, random.nextInt(minutes))));
    }
    var whole = whole(stored);

    for (int round = 0; round < 5; round++) {
      Collections.shuffle(stored, random);
      var profile = Profile.empty("v");
      int i = 0;
      while (i < stored.size()) {
        int batch = Math.min(stored.size(), i + 1 + random.nextInt(20));
        // Some of them come twice.
        var folded = profile.with(stored.subList(Math.max(0, i - random.nextInt(3)), batch));
        profile = copied(folded == null ? whole(stored.subList(0, batch)) : folded);
        i = batch;
      }
      assertThat(profile).isEqualTo(whole);
    }
  }

  @Test
  void whatComesInOrderNeverNeedsToBeFoldedAnew() {
    var profile = Profile.empty("v");
    for (int i = 1; i <= 1_000; i++) {
      profile = profile.with(List.of(new Stored(i, viewed("v", "e" + i, 60 * i, "p" + i))));
    }
    assertThat(profile.visits(NOON.toEpochMilli() + 60_000 * MINUTE)).isEqualTo(1_000);
    assertThat(profile.visitStarts(NOON.toEpochMilli() + 60_000 * MINUTE)).hasSize(1_000);
    assertThat(profile.history().touches()).hasSize(1_000);
    assertThat(profile.dropped(Touch.Kind.VIEWED)).isZero();
    assertThat(profile.dropped(Touch.Kind.BOUGHT)).isZero();
    assertThat(profile.dropped()).isZero();
    assertThat(profile.firstSeen()).isEqualTo(NOON.toEpochMilli() + 60 * MINUTE);
  }

  @Test
  void aProfileSaysWhenItCannotTell() {
    var all = new ArrayList<Stored>();
    for (int i = 1; i <= 200; i++) {
      all.add(new Stored(i, viewed("v", "e" + i, 60 * i, "p")));
    }
    var profile = whole(all);
    assertThat(profile.with(List.of(new Stored(200, viewed("v", "e200", 60 * 200, "p")))))
        .isEqualTo(profile);
    assertThat(profile.with(List.of(new Stored(3, viewed("v", "e3", 60 * 3, "p"))))).isNull();
    assertThat(profile.with(List.of(new Stored(201, viewed("v", "old", 1, "p"))))).isNull();
  }

  @Test
  void ofALongSearchTheFirst200CharactersCountAndNoCharacterIsHalved() {
    var halved = "x".repeat(199) + "😀";
    var profile =
        fold(
            track("v", "1", 0, "Products Searched", List.of(), Map.of("query", "A".repeat(201))),
            track("v", "2", 1, "Products Searched", List.of(), Map.of("query", "b".repeat(200))),
            track("v", "3", 2, "Products Searched", List.of(), Map.of("query", halved)));
    assertThat(profile.history().touches())
        .extracting(Touch::name)
        .containsExactly("a".repeat(200), "b".repeat(200), "x".repeat(199));
  }

  @Test
  void aVisitEndsAfterHalfAnHourWithoutActivity() {
    var profile = fold(page("v", "1", 0, null), page("v", "2", 29, null), page("v", "3", 59, null));
    long noon = NOON.toEpochMilli();
    assertThat(profile.visits(noon + 59 * MINUTE)).isEqualTo(2);
    assertThat(profile.visitSince(noon + 10 * MINUTE)).isEqualTo(noon);
    assertThat(profile.visitSince(noon + 60 * MINUTE)).isEqualTo(noon + 59 * MINUTE);
    assertThat(profile.visitSince(noon + 89 * MINUTE)).isEqualTo(noon + 89 * MINUTE);
    assertThat(profile.visitStarts(noon + 89 * MINUTE))
        .containsExactly(noon, noon + 59 * MINUTE, noon + 89 * MINUTE);
    assertThat(profile.visits(noon + 89 * MINUTE)).isEqualTo(3);
    assertThat(profile.visits(noon - MINUTE)).isEqualTo(1);

    // One that comes late joins the two.
    var joined = profile.with(List.of(new Stored(9, page("v", "late", 40, null))));
    assertThat(joined.visits(noon + 59 * MINUTE)).isEqualTo(1);
  }

  @Test
  void whatHappensElsewhereIsNoVisit() {
    var profile =
        fold(
            track("v", "1", 0, "Email Opened", List.of(), Map.of("campaign_name", "spring")),
            identify("v", null, "2", 200, Map.of()),
            consent("v", "3", 300, Map.of("personalization", true)));
    assertThat(profile.visits().kept()).isEmpty();
    assertThat(profile.firstSeen()).isEqualTo(NOON.toEpochMilli());
  }

  @Test
  void theNewestStatementOfATraitOrConsentCountsAndListsHaveAllValues() {
    var profile =
        fold(
            identify(
                "v", null, "b", 5, Map.of("age", 35.0, "interest", List.of("golf", "golf", "tea"))),
            identify("v", null, "a", 1, Map.of("age", 34, "vip", true)),
            consent("v", "c", 3, Map.of("analytics", false)),
            consent("v", "d", 2, Map.of("analytics", true)));
    assertThat(profile.known()).isTrue();
    assertThat(profile.traits().get("age").values()).containsExactly("35");
    assertThat(profile.traits().get("age").origin().event()).isEqualTo("b");
    assertThat(profile.traits().get("interest").values()).containsExactly("golf", "tea");
    assertThat(profile.traits().get("vip").values()).containsExactly("true");
    assertThat(profile.consents().get("analytics").granted()).isFalse();
    assertThat(profile.consents().get("analytics").origin().event()).isEqualTo("c");
  }

  @Test
  void theLastSourceOfAVisitIsItsArrival() {
    var news = new Event.Source(null, Map.of("source", "newsletter", "campaign", "spring"));
    var search = new Event.Source("https://www.google.de/", Map.of());
    var profile =
        fold(
            page("v", "1", 0, news),
            page("v", "3", 8, new Event.Source(null, Map.of())),
            page("v", "2", 5, search));
    long noon = NOON.toEpochMilli();
    assertThat(profile.arrival(noon + 9 * MINUTE).source()).isEqualTo("google");
    assertThat(profile.arrival(noon + 900 * MINUTE)).isNull();
    assertThat(profile.history().touches())
        .filteredOn(touch -> touch.kind() == Touch.Kind.ARRIVED)
        .extracting(Touch::name)
        .containsExactly("newsletter", "google");
  }

  @ParameterizedTest
  @CsvSource({
    "Product Viewed, VIEWED, ''",
    "Product Added, CART_ADDED, ''",
    "Product Removed, CART_REMOVED, ''",
    "Order Completed, BOUGHT, ''",
    "Product List Viewed, DID, Product List Viewed",
    "Checkout Started, DID, Checkout Started",
    "Promotion Clicked, DID, Promotion Clicked",
    "Tee Time Booked, DID, Tee Time Booked",
    "Products Searched, SEARCHED, blue jeans",
    "Email Opened, EMAIL_OPENED, spring",
    "Email Link Clicked, EMAIL_CLICKED, spring"
  })
  void aTrackedNameOfTheSegmentSpecificationHasItsMeaning(
      String name, Touch.Kind kind, String touch) {
    var profile =
        fold(
            track(
                "v",
                "1",
                0,
                name,
                item("p1"),
                Map.of("query", " Blue Jeans", "campaign_name", "spring")));
    assertThat(profile.history().touches())
        .filteredOn(one -> one.kind() != Touch.Kind.ABOUT && one.kind() != Touch.Kind.RESPONDED)
        .singleElement()
        .satisfies(
            only -> {
              assertThat(only.kind()).isEqualTo(kind);
              assertThat(only.name()).isEqualTo(touch);
              assertThat(only.item() != null).isEqualTo(touch.isEmpty());
            });
  }

  @Test
  void aClickOnAPromotionIsOneOnTheCampaignThatItNames() {
    assertThat(clicks(Map.of("promotion_id", "sale", "campaign", "other"))).containsExactly("sale");
    assertThat(clicks(Map.of("campaign", "sale"))).containsExactly("sale");
    assertThat(clicks(Map.of("creative", "banner"))).isEmpty();
  }

  private static List<String> clicks(Map<String, Object> values) {
    var profile = fold(track("v", "1", 0, "Promotion Clicked", List.of(), values));
    assertThat(Profile.decoded(profile.encoded())).isEqualTo(profile);
    assertThat(profile.touches()).anyMatch(touch -> touch.kind() == Touch.Kind.DID);
    return profile.touches().stream()
        .filter(touch -> touch.kind() == Touch.Kind.CLICKED)
        .map(Touch::name)
        .toList();
  }

  @Test
  void anOrderIsOneTouchForEachItemAndWithoutItemsJustAnEvent() {
    var two = List.of(item("p1").get(0), item("p2").get(0));
    var profile =
        fold(
            track("v", "1", 0, "Order Completed", two, Map.of()),
            track("v", "2", 1, "Order Completed", List.of(), Map.of()));
    assertThat(profile.history().touches())
        .extracting(Touch::kind)
        .containsExactly(Touch.Kind.BOUGHT, Touch.Kind.BOUGHT, Touch.Kind.DID);
  }

  @Test
  void aListOfTheCartIsAnEventAndSaysWhatLiesInIt() {
    var none = Map.<String, Object>of("products", List.of());
    var profile =
        fold(
            track("v", "1", 0, "Cart Viewed", item("p1"), Map.of()),
            track("v", "2", 1, "Cart Updated", List.of(), none),
            track("v", "3", 2, "Cart Viewed", List.of(), Map.of()));
    assertThat(profile.history().touches())
        .extracting(Touch::kind)
        .containsExactly(
            Touch.Kind.CART_SET,
            Touch.Kind.DID,
            Touch.Kind.CART_SET,
            Touch.Kind.DID,
            Touch.Kind.DID);
  }

  @Test
  void whatIsTakenAwayIsNoTraitAnyMoreUntilItIsStatedAgain() {
    var leipzig = Map.<String, Object>of("address.city", "Leipzig", "address.zip", "04109");
    var events =
        new ArrayList<>(
            List.of(
                identify("v", null, "1", 0, Map.of("plan", "gold", "age", 30)),
                identify("v", null, "2", 1, Map.of("plan", List.of())),
                identify("v", null, "3", 2, leipzig),
                identify("v", null, "4", 3, Map.of("address.zip", List.of())),
                identify("v", null, "5", 4, Map.of("place.city", "Bonn")),
                identify("v", null, "6", 5, Map.of("place", List.of()))));
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(events, new Random(round));
      var profile = fold(events.toArray(Event[]::new));
      assertThat(profile.traits()).containsOnlyKeys("age", "address.city");
      var again = fold(identify("v", null, "7", 9, Map.of("place.city", "Köln")));
      assertThat(again.traits()).containsOnlyKeys("place.city");
    }
    var later = fold(events.toArray(Event[]::new));
    later =
        later.with(
            List.of(new Stored(99, identify("v", null, "7", 9, Map.of("place.city", "Köln")))));
    assertThat(later.traits().get("place.city").values()).containsExactly("Köln");
  }

  @Test
  void anExposureIsKeptByItsCampaign() {
    var shown =
        Happened.event(
            "v",
            null,
            "1",
            Event.Type.EXPOSURE,
            "hero",
            0,
            List.of(),
            Map.of("campaign", "jeans-banner"),
            Map.of(),
            null);
    assertThat(fold(shown).history().touches().get(0))
        .isEqualTo(new Touch(Touch.Kind.SHOWN, NOON.toEpochMilli(), "1", "jeans-banner", null));
  }

  @Test
  void tooManyNamesCostTheOldest() {
    var events = new ArrayList<Event>();
    for (int i = 0; i < 250; i++) {
      events.add(identify("v", null, "e" + i, i, Map.of("trait" + i, i)));
    }
    Collections.shuffle(events, new Random(7));
    var profile = fold(events.toArray(Event[]::new));
    assertThat(profile.traits()).hasSize(200).containsKey("trait249").doesNotContainKey("trait49");
  }

  static Profile fold(Event... events) {
    var profile = Profile.empty("v");
    for (int i = 0; i < events.length; i++) {
      var stored = List.of(new Stored(i + 1, events[i]));
      profile = new Fold(profile).after(Instant.MIN).add(stored).profile();
    }
    return copied(profile);
  }

  private static Profile whole(List<Stored> events) {
    var sorted = new ArrayList<>(events);
    sorted.sort(
        Comparator.comparing((Stored stored) -> stored.event().at())
            .thenComparing(stored -> stored.event().id()));
    return new Fold(Profile.empty("v")).addAll(sorted).profile();
  }

  /** Through the bytes that the cache keeps. */
  private static Profile copied(Profile profile) {
    var serializer = new CachedSerializer();
    var copy = CachedSerializer.profile(serializer.write(profile));
    assertThat(copy).isEqualTo(profile).hasSameHashCodeAs(profile);
    assertThat(copy.seqs().recent()).containsExactly(profile.seqs().recent());
    assertThat(copy.seqs().forgotten()).isEqualTo(profile.seqs().forgotten());
    return copy;
  }

  static Event anyEvent(Random random, String id, int minute) {
    return switch (random.nextInt(14)) {
      case 0 -> identify("v", null, id, minute, Map.of("t" + random.nextInt(5), random.nextInt()));
      case 1 -> consent("v", id, minute, Map.of("p" + random.nextInt(2), random.nextBoolean()));
      case 2 ->
          page("v", id, minute, new Event.Source(null, Map.of("source", "s" + random.nextInt(5))));
      case 3 -> track("v", id, minute, "Something " + random.nextInt(4), List.of(), Map.of());
      case 4 -> order(random, id, minute, "Order Completed");
      case 5 -> order(random, id, minute, "Order Updated");
      case 6 -> order(random, id, minute, "Order Refunded");
      case 7 -> cart(random, id, minute);
      case 8 -> identify("v", null, id, minute, Map.of("t" + random.nextInt(5), List.of()));
      case 9 ->
          track(
              "v",
              id,
              minute,
              "Order Completed",
              List.of(item("p" + random.nextInt(3)).get(0), item("p" + random.nextInt(3)).get(0)),
              Map.of());
      case 10 ->
          track(
              "v",
              id,
              minute,
              "Product Rated",
              item("p" + random.nextInt(3)),
              Map.of("rating", (double) random.nextInt(6)));
      case 11 -> {
        var page = page("v", id, minute, null);
        yield new Event(
            page.id(),
            page.type(),
            page.name(),
            page.visitor(),
            null,
            page.at(),
            page.received(),
            List.of(),
            Map.of(Event.DEVICE, Habits.DEVICES.get(random.nextInt(7))),
            Map.of(),
            null);
      }
      default -> viewed("v", id, minute, "p" + random.nextInt(50));
    };
  }

  private static Event order(Random random, String id, int minute, String name) {
    var items = random.nextInt(3) == 0 ? List.<Item>of() : item("p" + random.nextInt(3));
    var order =
        Map.<String, Object>of(
            "order_id", "o" + random.nextInt(8), "total", 50 * random.nextInt(3));
    return track("v", id, minute, name, items, order);
  }

  private static Event cart(Random random, String id, int minute) {
    var names = List.of("Product Added", "Product Removed", "Cart Viewed");
    return track(
        "v", id, minute, names.get(random.nextInt(3)), item("p" + random.nextInt(3)), Map.of());
  }
}
