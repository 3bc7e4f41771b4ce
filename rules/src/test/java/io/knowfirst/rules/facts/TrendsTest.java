package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.rules.facts.Trends.Trend;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Trends TRENDS =
      new Trends(
          NOW,
          List.of(new Trend("tent", 11, 2), new Trend("axe", 4, 1)),
          List.of(new Trend("ice", 5, 0)));

  @Test
  void each_trend_that_is_asked_for_is_a_fact_with_its_rank_and_lift() {
    var facts = TRENDS.facts(NOW, Keys.ALL).stream().map(Trending.class::cast).toList();

    assertThat(facts)
        .extracting(one -> one.kind() + " " + one.value() + " " + one.rank())
        .containsExactly("product tent 1", "product axe 2", "search ice 1");
    assertThat(facts.get(0).lift()).isCloseTo(4, within(1e-12));
    assertThat(facts.get(0).values()).containsEntry("visitors", 11).containsEntry("usual", 2.0);
    assertThat(facts.get(0).origins()).extracting(Origin::source).containsExactly("trends");
    assertThat(TRENDS.facts(NOW, (type, key) -> key.equals("search"))).hasSize(1);
  }

  @Test
  void what_was_counted_15_minutes_ago_or_is_yet_to_come_is_no_fact() {
    assertThat(TRENDS.facts(NOW.plusSeconds(899), Keys.ALL)).hasSize(3);
    assertThat(TRENDS.facts(NOW.plusSeconds(900), Keys.ALL)).isEmpty();
    assertThat(TRENDS.facts(NOW.minusSeconds(1), Keys.ALL)).isEmpty();
    assertThat(Trends.NONE.facts(NOW, Keys.ALL)).isEmpty();
  }
}
