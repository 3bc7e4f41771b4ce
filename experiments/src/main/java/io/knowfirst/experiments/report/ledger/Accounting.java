package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Missing;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Arm;
import io.knowfirst.experiments.report.ledger.Ledger.Contrasted;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import io.knowfirst.experiments.report.ledger.Ledger.Split;
import io.knowfirst.experiments.report.ledger.LedgerData.Day;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Effect;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.NotEnoughData;
import io.knowfirst.experiments.statistics.SampleRatio;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.Sequential;
import io.knowfirst.experiments.statistics.StatisticalResult;
import io.knowfirst.experiments.statistics.Weighted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sets the arms of one holdout against each other. */
final class Accounting {

  private final LedgerData.Value value;
  private final Sequential sequence;

  Accounting(LedgerData.Value value, LedgerSettings settings) {
    this.value = value;
    this.sequence = settings.sequence();
  }

  Account of(Held held) {
    List<Day> periods = periods(held.days());
    List<Day> usable = periods.stream().filter(Accounting::usable).toList();
    if (usable.isEmpty()) {
      usable = periods.stream().reduce(Accounting::merged).map(List::of).orElse(List.of());
    }
    long visitors = held.days().stream().mapToLong(Day::visitors).sum();
    List<Contrasted> contrasts = new ArrayList<>();
    for (Pair pair : Pair.values()) {
      contrasts.add(contrasted(pair, usable, visitors));
    }
    return new Account(
        held.campaign(),
        held.title(),
        visitors,
        held.others(),
        List.of(
            arm("known", held, usable, Day::known),
            arm("tested", held, usable, Day::tested),
            arm("default", held, usable, Day::byDefault)),
        split(periods),
        contrasts,
        cost(held, contrasts));
  }

  /** The unadjusted difference of an account, for what else is made of it; none of a bad split. */
  StatisticalResult<Difference> difference(Held held, Pair pair) {
    List<Day> periods = periods(held.days());
    if (split(periods).status() == Status.BAD) {
      return StatisticalResult.notEnough(
          NotEnoughData.Reason.SUMS_IMPOSSIBLE, "the split is not as planned");
    }
    List<Day> usable = periods.stream().filter(Accounting::usable).toList();
    return opened(pair, usable).then(open -> weighted(pair, usable, Scale.ABSOLUTE));
  }

  private Contrasted contrasted(Pair pair, List<Day> periods, long visitors) {
    var open = opened(pair, periods);
    var difference = open.then(o -> weighted(pair, periods, Scale.ABSOLUTE)).map(sequence::effect);
    var lift =
        open.then(o -> weighted(pair, periods, Scale.LOG_RATIO))
            .map(sequence::effect)
            .map(Effect::readable);
    return new Contrasted(
        pair,
        difference.found().isPresent() ? Outcome.OPEN : Outcome.NO_DATA,
        difference.found().map(effect -> estimate(effect, 1)).orElse(null),
        lift.found().map(effect -> estimate(effect, 1)).orElse(null),
        difference.found().map(Effect::p).orElse(null),
        null,
        difference.found().map(effect -> estimate(effect, (double) visitors)).orElse(null),
        difference instanceof NotEnoughData<?> none
            ? new Missing(none.reason(), none.detail())
            : null);
  }

  /** The gate of the logarithmic scale: the stricter one, since payers are few and unequal. */
  private StatisticalResult<Effect> opened(Pair pair, List<Day> periods) {
    Moments control = total(periods, control(pair));
    Moments variation = total(periods, variation(pair));
    return sequence.test(new Contrast(value.kind(), control, variation), Scale.LOG_RATIO);
  }

  private StatisticalResult<Difference> weighted(Pair pair, List<Day> periods, Scale scale) {
    return Weighted.combine(
        value.kind(),
        periods.stream()
            .map(
                day ->
                    new Weighted.Period(
                        control(pair).apply(day), variation(pair).apply(day), day.visitors()))
            .toList(),
        scale);
  }

  private static Split split(List<Day> periods) {
    var counted =
        periods.stream()
            .map(
                day -> {
                  double held = (1 - day.knownShare()) / 2;
                  return new SampleRatio.Period(
                      List.of(day.known().n(), day.tested().n(), day.byDefault().n()),
                      List.of(day.knownShare(), held, held));
                })
            .toList();
    return SampleRatio.check(counted)
        .found()
        .map(ratio -> new Split(status(ratio), ratio.p()))
        .orElse(new Split(Status.UNKNOWN, null));
  }

  /** The ledger is looked at again and again. */
  private static Status status(SampleRatio ratio) {
    return ratio.mismatchAtAnyLook() ? Status.BAD : ratio.doubtful() ? Status.WARNING : Status.GOOD;
  }

  private static Arm arm(String name, Held held, List<Day> usable, Function<Day, Moments> sums) {
    long visitors = held.days().stream().mapToLong(day -> sums.apply(day).n()).sum();
    double all = usable.stream().mapToDouble(Day::visitors).sum();
    double mean =
        usable.stream().mapToDouble(day -> day.visitors() / all * sums.apply(day).mean()).sum();
    return new Arm(name, visitors, visitors == 0 ? null : mean);
  }

  /** Tested visitors times knowing over testing, and those with the default times that. */
  private static @Nullable Estimate cost(Held held, List<Contrasted> contrasts) {
    var overTest = difference(contrasts, Pair.KNOWING_OVER_TESTING);
    var overDefault = difference(contrasts, Pair.KNOWING_OVER_DEFAULT);
    if (overTest == null || overDefault == null) {
      return null;
    }
    double tested = held.days().stream().mapToDouble(day -> day.tested().n()).sum();
    double byDefault = held.days().stream().mapToDouble(day -> day.byDefault().n()).sum();
    return new Estimate(
        tested * overTest.value() + byDefault * overDefault.value(),
        tested * overTest.low() + byDefault * overDefault.low(),
        tested * overTest.high() + byDefault * overDefault.high());
  }

  private static @Nullable Estimate difference(List<Contrasted> contrasts, Pair pair) {
    return contrasts.stream()
        .filter(contrasted -> contrasted.pair() == pair)
        .findFirst()
        .map(Contrasted::difference)
        .orElse(null);
  }

  /** Days that follow each other with the same shares are one period. */
  private static List<Day> periods(List<Day> days) {
    List<Day> periods = new ArrayList<>();
    for (Day day : days) {
      int last = periods.size() - 1;
      if (last >= 0 && Math.abs(periods.get(last).knownShare() - day.knownShare()) < 1e-9) {
        periods.set(last, merged(periods.get(last), day));
      } else {
        periods.add(day);
      }
    }
    return periods;
  }

  private static Day merged(Day one, Day more) {
    return new Day(
        one.date(),
        one.knownShare(),
        one.known().plus(more.known()),
        one.tested().plus(more.tested()),
        one.byDefault().plus(more.byDefault()));
  }

  private static boolean usable(Day period) {
    return period.known().n() > 1 && period.tested().n() > 1 && period.byDefault().n() > 1;
  }

  private static Moments total(List<Day> periods, Function<Day, Moments> arm) {
    return periods.stream().map(arm).reduce(Moments.NONE, Moments::plus);
  }

  private static Function<Day, Moments> control(Pair pair) {
    return pair == Pair.KNOWING_OVER_TESTING ? Day::tested : Day::byDefault;
  }

  private static Function<Day, Moments> variation(Pair pair) {
    return pair == Pair.TESTING_OVER_DEFAULT ? Day::tested : Day::known;
  }

  private static Estimate estimate(Effect effect, double times) {
    var interval = effect.interval();
    double[] ends = {interval.low() * times, interval.high() * times};
    Arrays.sort(ends);
    return new Estimate(effect.estimate() * times, ends[0], ends[1]);
  }
}
