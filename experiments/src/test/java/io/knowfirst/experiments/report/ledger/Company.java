package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.ledger.LedgerData.Counts;
import io.knowfirst.experiments.report.ledger.LedgerData.Day;
import io.knowfirst.experiments.report.ledger.LedgerData.Gap;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.report.ledger.LedgerData.Instead;
import io.knowfirst.experiments.report.ledger.LedgerData.Missed;
import io.knowfirst.experiments.report.ledger.LedgerData.Over;
import io.knowfirst.experiments.report.ledger.LedgerData.Value;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** An invented company with a known truth, for ledgers. */
final class Company {

  static final LocalDate FROM = LocalDate.of(2026, 10, 1);
  static final LocalDate UNTIL = LocalDate.of(2026, 10, 28);
  static final Value CONVERSION =
      new Value("conversion", MetricKind.BINARY, Direction.HIGHER_IS_BETTER, "");
  static final Value REVENUE =
      new Value("revenue", MetricKind.MEAN, Direction.HIGHER_IS_BETTER, "EUR");

  private Company() {}

  /** Counts that are easily computed by hand: 6 % of the known, 5 % of the tested, 4 % else. */
  static Held plain(String campaign) {
    return new Held(
        campaign,
        List.of(
            new Day(
                FROM,
                0.95,
                Moments.ofConversions(95_000, 5_700),
                Moments.ofConversions(2_500, 125),
                Moments.ofConversions(2_500, 100))));
  }

  static LedgerData conversions(Held everywhere, Held... campaigns) {
    return new LedgerData(
        FROM,
        UNTIL,
        CONVERSION,
        List.of(new Counts(Over.ALL, "", 600, 300, 100)),
        everywhere,
        List.of(campaigns),
        List.of(),
        List.of());
  }

  /** Four weeks of a shop, every visitor drawn: revenue, several campaigns, gaps. */
  static LedgerData shop(double worth) {
    String[] names = {"jeans-banner", "trousers-in-your-size", "rain-umbrellas", "golf-week"};
    double[] share = {1.3, 1.15, 0.8, 1};
    int[] perDay = {2_400, 1_500, 900, 40};
    List<Held> campaigns = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      campaigns.add(held(names[i], perDay[i], 0.06, worth * share[i], i + 1));
    }
    return new LedgerData(
        FROM,
        UNTIL,
        REVENUE,
        List.of(
            new Counts(Over.ALL, "", 412_500, 238_000, 121_700),
            new Counts(Over.PLACEMENT, "home-hero", 212_300, 60_100, 31_000),
            new Counts(Over.PLACEMENT, "recommendations", 151_200, 143_000, 52_400),
            new Counts(Over.PLACEMENT, "checkout-banner", 49_000, 34_900, 38_300),
            new Counts(Over.CAMPAIGN, "jeans-banner", 161_000, 4_300, 4_200),
            new Counts(Over.CAMPAIGN, "trousers-in-your-size", 141_000, 3_700, 3_650),
            new Counts(Over.CAMPAIGN, "rain-umbrellas", 96_000, 2_600, 2_500),
            new Counts(Over.CAMPAIGN, "golf-week", 3_000, 80, 82)),
        held("", 4_500, 0.06, worth, 9),
        campaigns,
        List.of(
            new Gap(
                "Weather",
                0.25,
                List.of(
                    new Missed(
                        "rain-umbrellas",
                        "Umbrellas when it rains",
                        Instead.TESTED,
                        18_400,
                        73_600,
                        7_900,
                        184))),
            new Gap(
                "Consent personalization",
                0.25,
                List.of(
                    new Missed(
                        "jeans-banner",
                        "Jeans buyers see the jeans banner",
                        Instead.TESTED,
                        52_100,
                        60_000,
                        19_400,
                        521),
                    new Missed(
                        "trousers-in-your-size",
                        "Who bought trousers sees them in their size",
                        Instead.DEFAULT,
                        21_000,
                        21_000,
                        8_100,
                        210))),
            new Gap(
                "Trait age",
                0.25,
                List.of(
                    new Missed(
                        "student-week",
                        "Students under 27 see the student week",
                        Instead.DEFAULT,
                        6_200,
                        9_300,
                        2_900,
                        62)))),
        List.of(
            new Provenance("decisions", "772,200"), new Provenance("sampled", "2,412 of 7,722")));
  }

  /** Revenue: so many order, known ones more often by half the worth, and pay about 60. */
  private static Held held(String campaign, int perDay, double rate, double worth, int seed) {
    var random = new SplittableRandom(seed);
    List<Day> days = new ArrayList<>();
    for (LocalDate date = FROM; !date.isAfter(UNTIL); date = date.plusDays(1)) {
      Moments[] arms = {Moments.NONE, Moments.NONE, Moments.NONE};
      double known = date.isBefore(FROM.plusDays(7)) ? 0.9 : 0.95;
      for (int visitor = 0; visitor < perDay; visitor++) {
        double draw = random.nextDouble();
        int arm = draw < known ? 0 : draw < known + (1 - known) / 2 ? 1 : 2;
        double lift = arm == 0 ? worth : arm == 1 ? worth / 3 : 0;
        boolean orders = random.nextDouble() < rate * (1 + lift);
        double pays = orders ? 20 + 80 * random.nextDouble() : 0;
        arms[arm] = arms[arm].plus(Moments.ofVisitor(pays, 0));
      }
      days.add(new Day(date, known, arms[0], arms[1], arms[2]));
    }
    return new Held(campaign, days);
  }
}
