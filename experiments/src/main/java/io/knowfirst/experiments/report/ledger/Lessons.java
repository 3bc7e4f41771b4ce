package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Lesson;
import io.knowfirst.experiments.report.ledger.Ledger.Opened;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import io.knowfirst.experiments.report.ledger.LedgerData.Gap;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.report.ledger.LedgerData.Instead;
import io.knowfirst.experiments.report.ledger.LedgerData.Missed;
import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Shrinkage;
import io.knowfirst.experiments.statistics.Shrinkage.Believed;
import io.knowfirst.experiments.statistics.Shrinkage.Estimated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What to learn next about visitors: for each missing fact the visitors whom it would have made
 * known, times what knowing is worth to a visitor of that campaign over what they got.
 *
 * <p>A campaign's own estimate is drawn towards that of all campaigns, and a campaign without one
 * takes theirs. Estimates of one fact are taken to err together, so that its interval is wide
 * rather than narrow. It reaches up to what the gain were if all visitors were like those who told
 * the fact.
 */
final class Lessons {

  private final LedgerData data;
  private final List<Account> accounts;
  private final Map<Instead, Worth> worths = new EnumMap<>(Instead.class);

  /**
   * @param accounts of the campaigns, judged
   */
  Lessons(LedgerData data, Accounting accounting, List<Account> accounts, LedgerSettings settings) {
    this.data = data;
    this.accounts = accounts;
    for (var instead : Instead.values()) {
      worths.put(instead, Worth.of(data, accounting, pair(instead), settings.alpha()));
    }
  }

  private static Pair pair(Instead instead) {
    return instead == Instead.TESTED ? Pair.KNOWING_OVER_TESTING : Pair.KNOWING_OVER_DEFAULT;
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
    double low = 0;
    double high = 0;
    boolean told = true;
    for (Missed missed : gap.campaigns()) {
      Worth worth = worths.get(missed.instead());
      Believed each = worth == null ? null : worth.of(missed.campaign());
      if (each == null) {
        told = false;
      } else {
        double least = missed.visitors();
        double most = missed.mostVisitors();
        value += least * each.value();
        low += Math.min(least * each.interval().low(), most * each.interval().low());
        high += Math.max(least * each.interval().high(), most * each.interval().high());
      }
    }
    return new Lesson(
        gap.fact(),
        gap.told(),
        sum(gap, Missed::decisions),
        sum(gap, Missed::most),
        sum(gap, Missed::visitors),
        gap.campaigns().stream().mapToLong(Missed::sampled).sum(),
        told ? new Estimate(value, low, high) : null,
        told && (low > 0 || high < 0) && gap.campaigns().stream().allMatch(this::proven),
        rules(gap));
  }

  private static double sum(Gap gap, ToDoubleFunction<Missed> number) {
    return gap.campaigns().stream().mapToDouble(number).sum();
  }

  /** Whether the campaign's own account says that knowing is better. */
  private boolean proven(Missed missed) {
    return accounts.stream()
        .filter(account -> account.campaign().equals(missed.campaign()))
        .anyMatch(account -> account.of(pair(missed.instead())).outcome() == Outcome.BETTER);
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
  private record Worth(
      @Nullable Shrinkage shrinkage, Map<String, Estimated> campaigns, double alpha) {

    static Worth of(LedgerData data, Accounting accounting, Pair pair, double alpha) {
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
      return new Worth(Shrinkage.of(groups).found().orElse(null), own, alpha);
    }

    @Nullable Believed of(String campaign) {
      if (shrinkage == null) {
        return null;
      }
      Estimated own = campaigns.get(campaign);
      return own == null ? shrinkage.unseen(alpha) : shrinkage.of(own, alpha);
    }

    private static Estimated estimated(Difference difference) {
      return new Estimated(difference.estimate(), difference.standardError());
    }
  }
}
