package io.knowfirst.server.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.CampaignBudget;
import io.knowfirst.rules.folder.CampaignBudget.Pace;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final double[] NONE = new double[24];

  @ParameterizedTest
  @CsvSource({
    // Berlin is an hour ahead of UTC in November, so its day begins at 23:00.
    "2026-11-29T23:00:00Z, 10",
    "2026-11-29T23:59:59Z, 10",
    "2026-11-30T00:00:00Z, 20",
    "2026-11-30T11:30:00Z, 130",
    "2026-11-30T22:59:59Z, 240",
    // 29 March 2026 has 23 hours: 10.43 of 240 for each.
    "2026-03-28T23:00:00Z, 10",
    "2026-03-29T00:30:00Z, 21",
    "2026-03-29T01:30:00Z, 31",
    "2026-03-29T21:59:59Z, 240",
    // 25 October 2026 has 25 hours: 9.6 of 240 for each.
    "2026-10-24T22:30:00Z, 10",
    "2026-10-25T00:30:00Z, 29",
    "2026-10-25T01:30:00Z, 38",
    "2026-10-25T22:59:59Z, 240"
  })
  void an_even_pace_frees_as_much_in_every_hour_that_the_day_has(Instant now, long allowed) {
    assertThat(Pacing.allowed(budget(240, Pace.EVEN), now, BERLIN, NONE)).isEqualTo(allowed);
  }

  @Test
  void a_pace_by_traffic_frees_what_usually_comes_until_the_end_of_the_hour() {
    var traffic = new double[24];
    traffic[9] = 1;
    traffic[20] = 3;

    var budget = budget(100, Pace.TRAFFIC);
    assertThat(at("2026-11-30T07:59:59Z", budget, traffic)).isZero();
    assertThat(at("2026-11-30T08:00:00Z", budget, traffic)).isEqualTo(25);
    assertThat(at("2026-11-30T18:59:59Z", budget, traffic)).isEqualTo(25);
    assertThat(at("2026-11-30T19:00:00Z", budget, traffic)).isEqualTo(100);
  }

  @Test
  void without_traffic_the_pace_is_even_and_without_a_pace_all_of_the_day_is_free() {
    assertThat(at("2026-11-30T11:30:00Z", budget(240, Pace.TRAFFIC), NONE)).isEqualTo(130);
    assertThat(at("2026-11-29T23:00:00Z", budget(240, Pace.NONE), NONE)).isEqualTo(240);
    assertThat(at("2026-11-29T23:00:00Z", budget(0, Pace.NONE), NONE)).isEqualTo(Long.MAX_VALUE);
  }

  private static long at(String now, CampaignBudget budget, double[] traffic) {
    return Pacing.allowed(budget, Instant.parse(now), BERLIN, traffic);
  }

  private static CampaignBudget budget(long daily, Pace pace) {
    return new CampaignBudget(0, 0, null, daily, pace);
  }
}
