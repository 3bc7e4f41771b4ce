package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.ledger.Ledger.Lesson;
import io.knowfirst.experiments.report.ledger.Ledger.Opened;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import io.knowfirst.experiments.report.ledger.LedgerData.Gap;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.report.ledger.LedgerData.Instead;
import io.knowfirst.experiments.report.ledger.LedgerData.Missed;
import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Shrinkage;
import io.knowfirst.experiments.statistics.Shrinkage.Estimated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to learn next about visitors: for each missing fact the visitors whom it would have made
 * known, times what knowing is worth to a visitor of that campaign over what they got.
 *
 * <p>A campaign's own estimate is drawn towards that of all campaigns, and a campaign without one
 * takes theirs. Estimates of one fact are taken to err together, so that its interval is wide
 * rather than narrow.
 */
final class Lessons {

  private final LedgerData data;
  private final LedgerSettings settings;
  private final Map<Instead, Worth> worths = new EnumMap<>(Instead.class);

  Lessons(LedgerData data, Accounting accounting, LedgerSettings settings) {
    this.data = data;
    this.settings = settings;
    worths.put(Instead.TESTED, Worth.of(data, accounting, Pair.KNOWING_OVER_TESTING));
    worths.put(Instead.DEFAULT, Worth.of(data, accounting, Pair.KNOWING_OVER_DEFAULT));
  }

  List<Lesson> ranked() {
    return data.gaps().stream()
        .map(this::lesson)
        .sorted(
            Comparator.<Lesson>comparingDouble(lesson -> -gain(lesson))
                .thenComparing(lesson -> -lesson.decisions())
                .thenComparing(Lesson::fact))
        .toList();
  }

  private double gain(Lesson lesson) {
    var gain = lesson.gain();
    return gain == null ? 0 : data.value().direction().gain(gain.value());
  }

  private Lesson lesson(Gap gap) {
    double value = 0;
    double error = 0;
    boolean told = true;
    for (Missed missed : gap.campaigns()) {
      Worth worth = worths.get(missed.instead());
      Estimated each = worth == null ? null : worth.of(missed.campaign());
      if (each == null) {
        told = false;
      } else {
        value += missed.visitors() * each.value();
        error += missed.visitors() * each.error();
      }
    }
    var interval = Shrinkage.interval(new Estimated(value, error), settings.alpha());
    var gain = told ? new Estimate(value, interval.low(), interval.high()) : null;
    return new Lesson(
        gap.fact(),
        gap.campaigns().stream().mapToDouble(Missed::decisions).sum(),
        gap.campaigns().stream().mapToDouble(Missed::visitors).sum(),
        gap.campaigns().stream().mapToLong(Missed::sampled).sum(),
        gain,
        gain != null && !interval.contains(0),
        rules(gap));
  }

  private static List<Opened> rules(Gap gap) {
    Map<String, Opened> rules = new HashMap<>();
    for (Missed missed : gap.campaigns()) {
      rules.merge(
          missed.rule(),
          new Opened(missed.rule(), missed.campaign(), missed.decisions()),
          (one, more) ->
              new Opened(one.rule(), one.campaign(), one.decisions() + more.decisions()));
    }
    return rules.values().stream()
        .sorted(Comparator.comparing(Opened::decisions).reversed().thenComparing(Opened::rule))
        .toList();
  }

  /** What knowing is worth to one visitor of each campaign, over one other arm. */
  private record Worth(@Nullable Shrinkage shrinkage, Map<String, Estimated> campaigns) {

    static Worth of(LedgerData data, Accounting accounting, Pair pair) {
      Map<String, Estimated> own = new HashMap<>();
      for (Held held : data.campaigns()) {
        accounting
            .difference(held, pair)
            .found()
            .ifPresent(difference -> own.put(held.campaign(), estimated(difference)));
      }
      List<Estimated> groups = new ArrayList<>(own.values());
      if (groups.isEmpty()) {
        accounting
            .difference(data.everywhere(), pair)
            .found()
            .ifPresent(difference -> groups.add(estimated(difference)));
      }
      groups.sort(Comparator.comparing(Estimated::value).thenComparing(Estimated::error));
      return new Worth(Shrinkage.of(groups).found().orElse(null), own);
    }

    @Nullable Estimated of(String campaign) {
      if (shrinkage == null) {
        return null;
      }
      Estimated own = campaigns.get(campaign);
      return own == null ? shrinkage.unseen() : shrinkage.of(own);
    }

    private static Estimated estimated(Difference difference) {
      return new Estimated(difference.estimate(), difference.standardError());
    }
  }
}
