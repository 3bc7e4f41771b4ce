package io.knowfirst.server.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.budgets.Purse.Ended;
import io.knowfirst.server.budgets.Purse.Tick;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PurseTest {
  private static final Tick ASKED = new Tick(1_000, 50_000);
  private static final long SECOND = 1_000_000_000;

  private static Purse leased() {
    var purse = new Purse();
    purse.leased(Optional.of(new BudgetTable.Lease(7, 3)), ASKED);
    return purse;
  }

  @Test
  void units_are_given_away_for_five_seconds_and_what_is_left_is_given_back() {
    var purse = leased();
    assertThat(purse.take(new Tick(1_000 + 4 * SECOND, 54_999))).isEqualTo(7);
    assertThat(purse.take(new Tick(1_000 + 5 * SECOND, 54_999))).isEqualTo(-1);
    assertThat(purse.ended(new Tick(1_000 + 5 * SECOND, 54_999))).containsExactly(new Ended(7, 1));
  }

  @Test
  void no_unit_is_given_away_after_the_machine_slept_longer_than_the_lease() {
    var purse = leased();
    assertThat(purse.take(new Tick(1_000, 50_000 + 3_600_000))).isEqualTo(-1);
    assertThat(purse.ended(new Tick(1_000, 50_000 + 3_600_000))).containsExactly(new Ended(7, 0));
  }

  @Test
  void a_clock_that_is_set_back_does_not_prolong_a_lease() {
    var purse = leased();
    assertThat(purse.take(new Tick(1_000 + SECOND, 0))).isEqualTo(7);
    assertThat(purse.take(new Tick(1_000 + 5 * SECOND, 0))).isEqualTo(-1);
  }
}
