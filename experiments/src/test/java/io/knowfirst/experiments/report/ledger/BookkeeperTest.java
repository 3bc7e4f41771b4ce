package io.knowfirst.experiments.report.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import io.knowfirst.experiments.report.ledger.LedgerData.Day;
import io.knowfirst.experiments.report.ledger.LedgerData.Gap;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.report.ledger.LedgerData.Instead;
import io.knowfirst.experiments.report.ledger.LedgerData.Missed;
import io.knowfirst.experiments.report.ledger.LedgerData.Value;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.NotEnoughData;
import java.util.List;
import org.junit.jupiter.api.Test;

class BookkeeperTest {

  private static final LedgerSettings PLANNED = new LedgerSettings(0.05, 50_000);
  private static final Held NOBODY = new Held("", List.of());

  /** Golden numbers: equations 9, 155 and 161 of arXiv 2103.06476v7 in plain Python. */
  @Test
  void contrasts_ofOneCampaign_haveTheNumbersOfThePaper() {
    var account = account(Company.plain(""));

    var testing = account.of(Pair.KNOWING_OVER_TESTING);
    assertThat(testing.difference().value()).isCloseTo(0.01, within(1e-12));
    assertThat(testing.difference().low()).isCloseTo(-0.0035435313580837, within(1e-12));
    assertThat(testing.difference().high()).isCloseTo(0.0235435313580837, within(1e-12));
    assertThat(testing.p()).isCloseTo(0.36934713329159663, within(1e-9));
    assertThat(testing.outcome()).isEqualTo(Outcome.OPEN);

    var overDefault = account.of(Pair.TESTING_OVER_DEFAULT);
    assertThat(overDefault.difference().low()).isCloseTo(-0.0125973293195683, within(1e-12));
    assertThat(overDefault.lift().value()).isCloseTo(0.25, within(1e-12));
    assertThat(overDefault.lift().high()).isCloseTo(1.0724453253337574, within(1e-9));

    var knowing = account.of(Pair.KNOWING_OVER_DEFAULT);
    assertThat(knowing.difference().value()).isCloseTo(0.02, within(1e-12));
    assertThat(knowing.lift().low()).isCloseTo(0.10862050566826276, within(1e-9));
    assertThat(knowing.p()).isCloseTo(3.1220140825755024e-05, within(1e-12));
    assertThat(knowing.outcome()).isEqualTo(Outcome.BETTER);
    assertThat(knowing.stake().value()).isCloseTo(2_000, within(1e-6));
    assertThat(knowing.stake().low()).isCloseTo(777.9067056, within(1e-6));
    assertThat(knowing.stake().high()).isCloseTo(3222.0932944, within(1e-6));
  }

  @Test
  void theThreeContrasts_addUp_alsoWhenTheSharesChanged() {
    var changed =
        new Held(
            "",
            List.of(
                day(0.95, 9_500, 760, 250, 30, 250, 26),
                day(0.5, 5_000, 250, 2_500, 100, 2_500, 75)));
    var account = account(changed);

    double knowing = account.of(Pair.KNOWING_OVER_TESTING).difference().value();
    double testing = account.of(Pair.TESTING_OVER_DEFAULT).difference().value();
    double both = account.of(Pair.KNOWING_OVER_DEFAULT).difference().value();
    assertThat(knowing + testing).isCloseTo(both, within(1e-12));
    // Known: (8 % + 5 %) / 2, default (10.4 % + 3 %) / 2, weeks of 10,000 visitors each.
    assertThat(both).isCloseTo(0.065 - 0.067, within(1e-12));
    assertThat(account.split().status()).isEqualTo(Status.GOOD);
  }

  @Test
  void theHoldout_costsWhatTheHeldOutDidNotGet() {
    var cost = account(Company.plain("")).holdoutCost();

    // 2,500 visitors with the test times 0.01, 2,500 with the default times 0.02.
    assertThat(cost.value()).isCloseTo(75, within(1e-6));
    assertThat(cost.low()).isLessThan(cost.value());
  }

  @Test
  void aSplitThatIsNotAsConfigured_withholdsEveryVerdict() {
    var broken = new Held("", List.of(day(0.95, 95_000, 5_700, 2_500, 125, 2_000, 60)));
    var account = account(broken);

    assertThat(account.split().status()).isEqualTo(Status.BAD);
    assertThat(account.contrasts())
        .allSatisfy(one -> assertThat(one.outcome()).isEqualTo(Outcome.WITHHELD));
  }

  @Test
  void expectedVisitors_followTheSharesOfEachPeriod() {
    // In all 14,500 to 2,750: not 95 %, nor 50 %, but right in both weeks.
    var changed =
        new Held(
            "",
            List.of(
                day(0.95, 9_500, 760, 250, 20, 250, 10),
                day(0.5, 5_000, 250, 2_500, 100, 2_500, 75)));

    assertThat(account(changed).split().p()).isCloseTo(1, within(1e-9));
  }

  @Test
  void tooFewConversions_areSaidInsteadOfANumber() {
    var small = new Held("", List.of(day(0.95, 950, 57, 25, 3, 25, 1)));
    var knowing = account(small).of(Pair.KNOWING_OVER_DEFAULT);

    assertThat(knowing.outcome()).isEqualTo(Outcome.NO_DATA);
    assertThat(knowing.difference()).isNull();
    assertThat(knowing.missing().reason()).isEqualTo(NotEnoughData.Reason.TOO_FEW_CONVERSIONS);
    assertThat(knowing.missing().detail()).contains("1 conversions, 25 are needed");
    assertThat(account(NOBODY).of(Pair.TESTING_OVER_DEFAULT).outcome()).isEqualTo(Outcome.NO_DATA);
    assertThat(account(NOBODY).holdoutCost()).isNull();
  }

  @Test
  void aPeriodWithAnEmptyArm_isLeftOutAndSpoilsNothing() {
    var firstHours = day(0.99, 60, 30, 0, 0, 0, 0);
    var with = new Held("", List.of(firstHours, Company.plain("").days().get(0)));

    assertThat(account(with).of(Pair.KNOWING_OVER_DEFAULT).difference())
        .isEqualTo(account(Company.plain("")).of(Pair.KNOWING_OVER_DEFAULT).difference());
    assertThat(account(with).visitors()).isEqualTo(100_060);
  }

  @Test
  void campaigns_areOneFamilyOfComparisons() {
    Held[] many = new Held[20];
    for (int i = 0; i < many.length; i++) {
      many[i] =
          i == 0
              ? Company.plain("c0")
              : new Held("c" + i, List.of(day(.95, 95_000, 3_800, 2_500, 100, 2_500, 100)));
    }
    var ledger = Bookkeeper.ledger(Company.conversions(NOBODY, many), PLANNED);
    var best = ledger.campaigns().get(0);

    assertThat(best.campaign()).isEqualTo("c0");
    // The smallest of 60 p-values, times 60.
    assertThat(best.of(Pair.KNOWING_OVER_DEFAULT).adjustedP())
        .isCloseTo(60 * 3.1220140825755024e-05, within(1e-9));
    assertThat(ledger.method()).anyMatch(s -> s.key().equals("method.correction"));
  }

  @Test
  void lowerIsBetter_turnsTheVerdictAndNotTheNumbers() {
    var returns = new Value("returns", MetricKind.BINARY, Direction.LOWER_IS_BETTER, "");
    var data = Company.conversions(Company.plain(""));
    var turned =
        new LedgerData(
            data.from(),
            data.until(),
            returns,
            data.counts(),
            data.everywhere(),
            List.of(),
            List.of(),
            List.of());
    var knowing = Bookkeeper.ledger(turned, PLANNED).everywhere().of(Pair.KNOWING_OVER_DEFAULT);

    assertThat(knowing.outcome()).isEqualTo(Outcome.WORSE);
    assertThat(knowing.difference().value()).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void whatToLearnNext_isRankedByTheGainAndSaysWhereItIsUnproven() {
    var data = Company.conversions(Company.plain(""), Company.plain("sure"));
    var gaps =
        List.of(
            new Gap("Trait age", 0.25, List.of(missed("sure", Instead.TESTED, 10_000))),
            new Gap("Weather", 0.25, List.of(missed("sure", Instead.DEFAULT, 10_000))),
            new Gap("Place", 0.25, List.of(missed("sure", Instead.DEFAULT, 100))));
    var ledger =
        Bookkeeper.ledger(
            new LedgerData(
                data.from(),
                data.until(),
                data.value(),
                data.counts(),
                data.everywhere(),
                data.campaigns(),
                gaps,
                List.of()),
            PLANNED);

    assertThat(ledger.ignorance())
        .extracting("fact")
        .containsExactly("Weather", "Trait age", "Place");
    var weather = ledger.ignorance().get(0);
    // 10,000 visitors times 0.02, give or take 1.96 times 10,000 times 0.0039942.
    assertThat(weather.gain().value()).isCloseTo(200, within(1e-6));
    assertThat(weather.gain().low()).isCloseTo(200 - 1.959964 * 39.942063, within(1e-3));
    assertThat(weather.certain()).isTrue();
    assertThat(ledger.ignorance().get(1).gain().value()).isCloseTo(100, within(1e-6));
    assertThat(weather.rules().get(0).decisions()).isEqualTo(20_000);
  }

  /** Ten times as many visitors if all were like those who told: 100 times 0.02, up to 1,000. */
  @Test
  void whatVolunteersPromise_isOnlyTheFarEndOfTheInterval() {
    var data = Company.conversions(Company.plain(""), Company.plain("sure"));
    var missed = new Missed("sure", "A rule", Instead.DEFAULT, 200, 2_000, 100, 12);
    var lesson = learnt(data, new Gap("Weather", 0.1, List.of(missed)));

    assertThat(lesson.gain().value()).isCloseTo(100 * 0.02, within(1e-9));
    assertThat(lesson.gain().low()).isCloseTo(100 * (0.02 - 1.959964 * 0.0039942), within(1e-3));
    assertThat(lesson.gain().high()).isCloseTo(1_000 * (0.02 + 1.959964 * 0.0039942), within(1e-3));
    assertThat(lesson.decisions()).isEqualTo(200);
    assertThat(lesson.mostDecisions()).isEqualTo(2_000);
    assertThat(lesson.told()).isEqualTo(0.1);
  }

  /** All campaigns together are better, but nobody knows of this one. */
  @Test
  void aCampaignWithoutAProofOfItsOwn_isNeverCertain() {
    var data = Company.conversions(Company.plain(""), Company.plain("sure"), Company.plain("too"));
    var missed = new Missed("new", "A rule", Instead.DEFAULT, 20_000, 20_000, 10_000, 12);

    assertThat(learnt(data, new Gap("Weather", 0.1, List.of(missed))).certain()).isFalse();
    assertThat(
            learnt(data, new Gap("Weather", 0.1, List.of(missed("sure", Instead.DEFAULT, 10_000))))
                .certain())
        .isTrue();
    assertThatThrownBy(() -> new Missed("x", "A rule", Instead.DEFAULT, 2, 1, 1, 1))
        .hasMessageContaining("expected at most 1.0");
  }

  private static Ledger.Lesson learnt(LedgerData data, Gap gap) {
    return Bookkeeper.ledger(
            new LedgerData(
                data.from(),
                data.until(),
                data.value(),
                data.counts(),
                data.everywhere(),
                data.campaigns(),
                List.of(gap),
                List.of()),
            PLANNED)
        .ignorance()
        .get(0);
  }

  @Test
  void aGapOfWhichNothingIsMeasured_isToldWithoutAGain() {
    var data = Company.conversions(NOBODY);
    var ledger =
        Bookkeeper.ledger(
            new LedgerData(
                data.from(),
                data.until(),
                data.value(),
                data.counts(),
                NOBODY,
                List.of(),
                List.of(new Gap("Weather", 0.25, List.of(missed("x", Instead.DEFAULT, 50)))),
                List.of()),
            PLANNED);

    assertThat(ledger.ignorance().get(0).gain()).isNull();
    assertThat(ledger.ignorance().get(0).visitors()).isEqualTo(50);
  }

  @Test
  void unsoundData_isRefusedWithAdvice() {
    assertThatThrownBy(() -> day(95, 1, 1, 1, 1, 1, 1)).hasMessageContaining("is 95.0 on");
    assertThatThrownBy(() -> new Value("aov", MetricKind.RATIO, Direction.HIGHER_IS_BETTER, "EUR"))
        .hasMessageContaining("aov is a ratio");
    assertThatThrownBy(
            () ->
                new LedgerData(
                    Company.UNTIL.plusDays(1),
                    Company.UNTIL,
                    Company.CONVERSION,
                    List.of(),
                    NOBODY,
                    List.of(),
                    List.of(),
                    List.of()))
        .hasMessageContaining("Maybe from and until are swapped");
    assertThatThrownBy(() -> new LedgerSettings(2, 1)).hasMessageContaining("alpha 2.0");
  }

  private static Missed missed(String campaign, Instead instead, double visitors) {
    return new Missed(campaign, "A rule", instead, visitors * 2, visitors * 2, visitors, 12);
  }

  private static Day day(double share, long k, long kc, long t, long tc, long d, long dc) {
    return new Day(
        Company.FROM,
        share,
        Moments.ofConversions(k, kc),
        Moments.ofConversions(t, tc),
        Moments.ofConversions(d, dc));
  }

  private static Ledger.Account account(Held held) {
    return Bookkeeper.ledger(Company.conversions(held), PLANNED).everywhere();
  }
}
