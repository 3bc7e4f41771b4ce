package io.knowfirst.experiments.report.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.Simulated;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.ledger.Ledger.Contrasted;
import io.knowfirst.experiments.report.ledger.LedgerData.Day;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.statistics.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Invented visitors with a known truth, looked at every day while the held-out share changes. */
class LedgerSimulationTest {
  private static final int COMPANIES = 400;
  private static final int DAYS = 14;
  private static final int PER_DAY = 2_000;
  private static final double[] RATES = {0.08, 0.06, 0.05};
  private static final double[] TRUTH = {0.02, 0.01, 0.03};

  @Test
  void intervals_lookedAtEveryDay_missTheTruthInAtMostOneCompanyOfTwenty() {
    var random = new SplittableRandom(20_261_122);
    int[] missed = new int[TRUTH.length];
    int told = 0;
    for (int company = 0; company < COMPANIES; company++) {
      boolean[] misses = new boolean[TRUTH.length];
      List<Day> days = new ArrayList<>();
      for (int day = 0; day < DAYS; day++) {
        days.add(day(day, day < DAYS / 2 ? 0.95 : 0.8, random));
        var data = Company.conversions(new Held("", days));
        var ledger = Bookkeeper.ledger(data, LedgerSettings.DEFAULTS);
        List<Contrasted> contrasts = ledger.everywhere().contrasts();
        for (int i = 0; i < TRUTH.length; i++) {
          var difference = contrasts.get(i).difference();
          if (difference != null) {
            told++;
            misses[i] |= difference.low() > TRUTH[i] || difference.high() < TRUTH[i];
          }
        }
      }
      for (int i = 0; i < TRUTH.length; i++) {
        missed[i] += misses[i] ? 1 : 0;
      }
    }
    assertThat(told).isGreaterThan(COMPANIES * DAYS);
    for (int i = 0; i < missed.length; i++) {
      Simulated.told(
          "ledger, better weekends, 95 then 80 % known, 14 daily looks: "
              + contrast(i)
              + " misses the truth",
          "at most 5 %",
          missed[i],
          COMPANIES);
    }
    for (int misses : missed) {
      // 5 % of 400 are 20; three standard deviations of chance on top.
      assertThat(misses).isLessThanOrEqualTo(33);
    }
  }

  private static String contrast(int pair) {
    return List.of("knowing over testing", "testing over default", "knowing over default")
        .get(pair);
  }

  /**
   * Campaign A doubles how many of the known buy, and most who bought never reach B, which does
   * nothing. Counted are those whose first rule was B's, as counting leaves it.
   */
  @Test
  void campaignsThatAreReachedThroughAnother_areJudgedByTheirOwnVisitors() {
    double judged =
        Simulated.share(
            "campaign of no effect, reached through one that has: better or worse under daily looks",
            "at most 5 %",
            41,
            seed -> account(seed, true, false));
    double split =
        Simulated.share(
            "the same: its split is called broken",
            "at most 1 %",
            42,
            seed -> account(seed, true, true));
    double all =
        Simulated.share(
            "the same with all visitors who reach it: its split is called broken",
            "–",
            43,
            seed -> account(seed, false, true));

    assertThat(judged).isLessThan(0.05 + Simulated.chance(0.05, Simulated.RUNS));
    assertThat(split).isLessThan(0.01 + Simulated.chance(0.01, Simulated.RUNS));
    assertThat(all).as("why the others are left out").isGreaterThan(0.5);
  }

  private static boolean account(long seed, boolean firstRule, boolean broken) {
    var random = new SplittableRandom(seed);
    List<Day> days = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      Moments[] arms = {Moments.NONE, Moments.NONE, Moments.NONE};
      for (int visitor = 0; visitor < PER_DAY; visitor++) {
        double draw = random.nextDouble();
        int arm = draw < 0.8 ? 0 : draw < 0.9 ? 1 : 2;
        boolean throughA = random.nextBoolean();
        boolean bought = throughA && random.nextDouble() < (arm == 0 ? 0.6 : 0.3);
        boolean reaches = !throughA || random.nextDouble() < (bought ? 0.2 : 0.9);
        if (reaches && !(firstRule && throughA)) {
          boolean buys = random.nextDouble() < (bought ? 0.02 : 0.1);
          arms[arm] = arms[arm].plus(Moments.ofConversions(1, buys ? 1 : 0));
        }
      }
      days.add(new Day(Company.FROM.plusDays(day), 0.8, arms[0], arms[1], arms[2]));
      var held = new Held("b", days);
      var ledger =
          Bookkeeper.ledger(
              Company.conversions(new Held("", List.of()), held), LedgerSettings.DEFAULTS);
      var account = ledger.campaigns().get(0);
      boolean happens =
          broken
              ? account.split().status() == Status.BAD
              : account.contrasts().stream()
                  .anyMatch(
                      one -> one.outcome() == Outcome.BETTER || one.outcome() == Outcome.WORSE);
      if (happens) {
        return true;
      }
    }
    return false;
  }

  /** Weekends buy more, whatever they are shown; so days with other shares must not be mixed. */
  private static Day day(int day, double known, SplittableRandom random) {
    Moments[] arms = {Moments.NONE, Moments.NONE, Moments.NONE};
    for (int visitor = 0; visitor < PER_DAY; visitor++) {
      double draw = random.nextDouble();
      int arm = draw < known ? 0 : draw < (1 + known) / 2 ? 1 : 2;
      double rate = RATES[arm] + (day >= DAYS / 2 ? 0.05 : 0);
      boolean buys = random.nextDouble() < rate;
      arms[arm] = arms[arm].plus(Moments.ofConversions(1, buys ? 1 : 0));
    }
    return new Day(Company.FROM.plusDays(day), known, arms[0], arms[1], arms[2]);
  }
}
