package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.rules.facts.InterestWeights.Act;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Expected scores are powers of two and sums of the default weights, worked out by hand. */
class InterestTest {
  private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000L;

  @Test
  void anActIsWorthHalfAfterEachHalfLife() {
    var interest =
        find(interests(touches(view(0), view(30), view(60))), "category", "garden.tools");

    assertThat(interest.score()).isCloseTo(1 + 0.5 + 0.25, within(1e-12));
  }

  @Test
  void cartAndPurchaseWeighMoreAndAPurchaseFadesMoreSlowly() {
    var added = touch(Touch.Kind.CART_ADDED, 30, saw(), "");
    var bought = touch(Touch.Kind.BOUGHT, 180, saw(), "");

    assertThat(find(interests(touches(added)), "brand", "acme").score())
        .isCloseTo(1.5, within(1e-12));
    assertThat(find(interests(touches(bought)), "brand", "acme").score())
        .isCloseTo(2.5, within(1e-12));
  }

  @Test
  void everyCategoryAboveSharesTheScoreAndIsRankedAmongThoseOfItsDepth() {
    var interests =
        interests(touches(view(0), view(0), touch(Touch.Kind.VIEWED, 0, item("garden.seeds"), "")));

    assertThat(interests)
        .filteredOn(one -> one.kind().equals("category"))
        .extracting(Interest::value, Interest::score, Interest::rank)
        .containsExactly(
            tuple("garden", 3.0, 1), tuple("garden.tools", 2.0, 1), tuple("garden.seeds", 1.0, 2));
    assertThat(find(interests, "category", "garden.tools").share())
        .isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void brandColourSizeAndPriceBandAreInterestsOfTheirOwn() {
    var interests = interests(touches(view(0)));

    assertThat(interests)
        .extracting(one -> one.kind() + " " + one.value())
        .contains("brand acme", "colour green", "size m", "price 25-50");
  }

  @Test
  void aPriceAtTheEdgeOfABandIsInTheUpperOne() {
    assertThat(InterestWeights.DEFAULT.band(49.99)).isEqualTo("25-50");
    assertThat(InterestWeights.DEFAULT.band(50)).isEqualTo("50-100");
    assertThat(InterestWeights.DEFAULT.band(1_000)).isEqualTo("1000+");
    assertThat(InterestWeights.DEFAULT.band(0.5)).isEqualTo("0-25");
  }

  @Test
  void searchAndEMailCountByWhatTheyWereAbout() {
    var searched = touch(Touch.Kind.ABOUT, 0, item("garden.tools"), Touch.SEARCH);
    var clicked = touch(Touch.Kind.ABOUT, 0, item("garden.tools"), Touch.EMAIL);

    assertThat(find(interests(touches(searched, clicked)), "category", "garden.tools").score())
        .isEqualTo(4);
  }

  @Test
  void aPageOfAProductCountsAsAViewUnlessTheViewWasToldAsWell() {
    var page = touch(Touch.Kind.ABOUT, 0, saw(), Touch.PAGE);

    assertThat(find(interests(touches(page)), "category", "garden.tools").score()).isEqualTo(1);
    assertThat(find(interests(touches(page, view(0))), "category", "garden.tools").score())
        .isEqualTo(1);
    assertThat(find(interests(touches(page, view(1))), "category", "garden.tools").score())
        .isCloseTo(1 + Math.pow(2, -1 / 30.0), within(1e-12));
  }

  @Test
  void whatIsStatedCountsHoweverTheCategoryIsWritten() {
    var stated =
        List.of(new Interests.Stated("category", "Garden > Tools", new Origin("e", Instant.EPOCH)));
    var interest = find(interests(touches(view(0)), stated), "category", "garden.tools");

    assertThat(interest.score()).isEqualTo(6);
    assertThat(interest.origins()).extracting(Origin::event).containsExactly("e0", "e");
    assertThat(find(interests(List.of(), stated), "category", "garden").score()).isEqualTo(5);
  }

  @Test
  void theTrendComparesAWeekWithTheFourBefore() {
    assertThat(find(interests(touches(view(0))), "brand", "acme").trend()).isEqualTo(1);
    assertThat(
            find(
                    interests(touches(view(6), view(7), view(14), view(21), view(28))),
                    "brand",
                    "acme")
                .trend())
        .isZero();
    assertThat(find(interests(touches(view(7))), "brand", "acme").trend()).isEqualTo(-1);
    assertThat(find(interests(touches(view(34))), "brand", "acme").trend()).isEqualTo(-1);
    assertThat(find(interests(touches(view(35))), "brand", "acme").trend()).isZero();
  }

  @Test
  void onlyTheStrongestOfEachKindBecomeFacts() {
    var touches = new ArrayList<Touch>();
    for (int i = 0; i < 30; i++) {
      touches.add(touch(Touch.Kind.VIEWED, i, item("garden.c" + i), ""));
    }
    var values =
        interests(touches).stream()
            .filter(one -> one.kind().equals("category") && one.value().contains("."))
            .toList();

    assertThat(values).hasSize(10);
    assertThat(values.get(0)).returns("garden.c0", Interest::value).returns(1, Interest::rank);
    assertThat(values.get(9)).returns("garden.c9", Interest::value).returns(10, Interest::rank);
  }

  @Test
  void otherWeightsCountAtOnce() {
    var history = History.of(touches(view(10)));
    var other =
        new InterestWeights(
            Map.of(Act.VIEW, 8.0), Map.of(Act.VIEW, 10), List.of(10.0), Map.of(), 3);

    assertThat(find(interests(history, List.of(), InterestWeights.DEFAULT), "size", "m").score())
        .isCloseTo(Math.pow(2, -1 / 3.0), within(1e-12));
    var interests = interests(history, List.of(), other);
    assertThat(find(interests, "size", "m").score()).isCloseTo(4, within(1e-12));
    assertThat(find(interests, "price", "10+").score()).isCloseTo(4, within(1e-12));
  }

  @Test
  void aKindThatNoRuleAsksAboutIsNotMade() {
    var facts =
        Interests.facts(
            History.of(touches(view(0))),
            List.of(),
            InterestWeights.DEFAULT,
            visitor(History.EMPTY),
            clock(),
            (type, key) -> type == Interest.class && key.equals("brand"));

    assertThat(facts).hasSize(1);
    assertThat(facts.get(0).values())
        .isEqualTo(
            Map.of(
                "kind", "brand", "value", "acme", "score", 1.0, "rank", 1, "share", 1.0, "trend",
                1.0));
  }

  /** What is left out for lack of interest changes nothing of what is there. */
  @Test
  void aValueThatIsAskedForAloneIsAsItIsAmongAll() {
    var random = new Random(7);
    var names = List.of("a", "a.b", "a.b.c", "a.d", "e", "e.f", "g.h.i");
    for (int round = 0; round < 200; round++) {
      var touches = new ArrayList<Touch>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        touches.add(viewOf(names.get(random.nextInt(names.size())), random.nextInt(60)));
      }
      var history = History.of(touches);
      var said =
          List.of(
              new Interests.Stated("category", "e.f", new Origin("s", Instant.ofEpochMilli(NOW))));
      var all = interests(history, said, InterestWeights.DEFAULT);
      for (var name : names) {
        var alone =
            Interests.facts(
                history,
                said,
                InterestWeights.DEFAULT,
                visitor(history),
                clock(),
                new OneValue("category", name));
        assertThat(alone.stream().map(Fact::values).toList())
            .isEqualTo(
                all.stream()
                    .filter(one -> one.kind().equals("category") && one.value().equals(name))
                    .map(Fact::values)
                    .toList());
      }
    }
  }

  private record OneValue(String kind, String value) implements Keys {
    @Override
    public boolean asked(Class<? extends Fact> type, String key) {
      return type == Interest.class && key.equals(kind);
    }

    @Override
    public Set<String> interests(String other) {
      return other.equals(kind) ? Set.of(value) : Set.of();
    }
  }

  private static Touch viewOf(String category, int daysAgo) {
    var item = new Item("p", category, null, null, null, 10, 1);
    return new Touch(Touch.Kind.VIEWED, NOW - daysAgo * DAY, "e", "", item);
  }

  private static List<Interest> interests(List<Touch> touches) {
    return interests(touches, List.of());
  }

  private static List<Interest> interests(List<Touch> touches, List<Interests.Stated> stated) {
    return interests(History.of(touches), stated, InterestWeights.DEFAULT);
  }

  private static List<Interest> interests(
      History history, List<Interests.Stated> stated, InterestWeights weights) {
    return Interests.facts(history, stated, weights, visitor(history), clock(), Keys.ALL).stream()
        .map(Interest.class::cast)
        .toList();
  }

  private static Interest find(List<Interest> interests, String kind, String value) {
    return interests.stream()
        .filter(one -> one.kind().equals(kind) && one.value().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static Visitor visitor(History history) {
    return new Visitor("v", true, new long[] {NOW}, 1, NOW, history, clock());
  }

  private static ShopClock clock() {
    return ShopClock.at(NOW, ZoneOffset.UTC);
  }

  private static List<Touch> touches(Touch... touches) {
    return List.of(touches);
  }

  private static Touch view(int daysAgo) {
    return touch(Touch.Kind.VIEWED, daysAgo, saw(), "");
  }

  private static Touch touch(Touch.Kind kind, int daysAgo, Item item, String name) {
    return new Touch(kind, NOW - daysAgo * DAY, "e" + daysAgo, name, item);
  }

  private static Item saw() {
    return item("garden.tools");
  }

  private static Item item(String category) {
    return new Item("p", category, "Acme", "M", "Green", 30, 1);
  }
}
