package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Points are worked out by hand: 4 for five stars, half of which is left after 180 days. */
class RatingTest {
  private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000L;

  @Test
  void five_stars_speak_for_a_product_three_say_nothing_and_one_speaks_against_it() {
    assertThat(score(rated("a", "5", 0))).isCloseTo(4, within(1e-12));
    assertThat(score(rated("a", "4", 0))).isCloseTo(2, within(1e-12));
    assertThat(score(rated("a", "4.5", 180))).isCloseTo(1.5, within(1e-12));
    assertThat(score(rated("a", "3", 0))).isZero();
    assertThat(score(rated("a", "1", 0))).isZero();
    assertThat(score(view("b"), view("b"), view("b"), view("b"), view("b"), rated("a", "1", 0)))
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void the_newest_rating_of_a_product_counts_and_one_that_was_taken_back_does_not() {
    assertThat(score(rated("a", "5", 9), rated("a", "4", 0))).isCloseTo(2, within(1e-12));
    assertThat(score(rated("a", "5", 9), rated("a", "0", 0))).isZero();
    assertThat(score(rated("a", "0", 9), rated("a", "5", 0))).isCloseTo(4, within(1e-12));
    assertThat(score(rated("a", "5", 0), rated("b", "5", 0))).isCloseTo(8, within(1e-12));
  }

  @Test
  void a_share_is_one_of_all_that_speaks_for_something_and_trends_stay_in_their_bounds() {
    var facts = facts(view("b"), view("b"), rated("a", "1", 0), view("c"), view("c"), view("c"));
    var interest = facts.get(0);

    assertThat(interest.score()).isCloseTo(1, within(1e-12));
    assertThat(interest.share()).isBetween(0.0, 1.0);
    assertThat(interest.trend()).isBetween(-1.0, 1.0);
  }

  @Test
  void what_an_event_says_of_stars_is_read_where_it_can_be() {
    assertThat(Rating.stars("Product Rated", Map.of("rating", 4))).isEqualTo(4);
    assertThat(Rating.stars("Product Reviewed", Map.of("rating", 0))).isZero();
    assertThat(Rating.stars(Rating.REMOVED, Map.of())).isZero();
    assertThat(Rating.stars("Product Rated", Map.of("rating", 6))).isNaN();
    assertThat(Rating.stars("Product Rated", Map.of("rating", 0.5))).isNaN();
    assertThat(Rating.stars("Product Rated", Map.of("rating", "4"))).isNaN();
    assertThat(Rating.stars("Product Shared", Map.of("rating", 4))).isNaN();
    assertThat(Rating.text(4)).isEqualTo("4");
    assertThat(Rating.text(4.5)).isEqualTo("4.5");
  }

  private static double score(Touch... touches) {
    return facts(touches).stream().mapToDouble(Interest::score).findFirst().orElse(0);
  }

  private static List<Interest> facts(Touch... touches) {
    var history = History.of(new ArrayList<>(List.of(touches)));
    var clock = ShopClock.at(NOW, ZoneOffset.UTC);
    var visitor = new Visitor("v", true, new long[] {NOW}, 1, NOW, history, clock);
    Keys category = (type, key) -> type == Interest.class && key.equals("category");
    return Interests.facts(history, List.of(), InterestWeights.DEFAULT, visitor, clock, category)
        .stream()
        .map(Interest.class::cast)
        .toList();
  }

  private static Touch view(String product) {
    return new Touch(Touch.Kind.VIEWED, NOW, "v" + product, "", item(product));
  }

  private static Touch rated(String product, String stars, int daysAgo) {
    return new Touch(Touch.Kind.RATED, NOW - daysAgo * DAY, "r" + daysAgo, stars, item(product));
  }

  private static Item item(String product) {
    return new Item(product, "tents", null, null, null, 0, 1);
  }
}
