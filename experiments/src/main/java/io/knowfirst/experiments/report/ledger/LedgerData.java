package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a ledger is made of.
 *
 * @param from first day
 * @param until last day
 * @param value what a visitor is worth
 * @param counts decisions, over all first, then of each placement and each campaign
 * @param everywhere all visitors for whom any rule applied, as the global holdout drew for them
 * @param campaigns the visitors for whom a campaign won, in any order
 * @param gaps what would have let more rules fire, in any order
 * @param provenance where the numbers are from
 */
public record LedgerData(
    LocalDate from,
    LocalDate until,
    Value value,
    List<Counts> counts,
    Held everywhere,
    List<Held> campaigns,
    List<Gap> gaps,
    List<Provenance> provenance) {

  public LedgerData {
    counts = List.copyOf(counts);
    campaigns = List.copyOf(campaigns);
    gaps = List.copyOf(gaps);
    provenance = List.copyOf(provenance);
    if (until.isBefore(from)) {
      throw new IllegalArgumentException(
          "until is %s, expected %s or later. Maybe from and until are swapped."
              .formatted(until, from));
    }
  }

  /**
   * The metric by which visitors are valued.
   *
   * @param metric its id
   * @param title what people call the metric
   * @param kind BINARY or MEAN
   * @param unit of its mean: a currency, or empty where visitors are counted
   */
  public record Value(
      String metric, String title, MetricKind kind, Direction direction, String unit) {
    /** Of a metric that people call by its id. */
    public Value(String metric, MetricKind kind, Direction direction, String unit) {
      this(metric, metric, kind, direction, unit);
    }

    public Value {
      if (kind == MetricKind.RATIO) {
        throw new IllegalArgumentException(
            "Metric %s is a ratio, expected one with a value for each visitor. Maybe take its numerator."
                .formatted(metric));
      }
    }
  }

  /** What decisions are counted over. */
  public enum Over {
    ALL,
    PLACEMENT,
    CAMPAIGN
  }

  /**
   * Decisions by outcome. Of a campaign these are the decisions that it won, of which some were
   * held out.
   *
   * @param name of the placement or campaign; empty over all
   * @param title what people call it
   */
  public record Counts(
      Over over, String name, String title, long known, long tested, long byDefault) {
    /** Of what people call by its id. */
    public Counts(Over over, String name, long known, long tested, long byDefault) {
      this(over, name, name, known, tested, byDefault);
    }

    /** All outcomes together. */
    public long all() {
      return known + tested + byDefault;
    }
  }

  /**
   * Visitors for whom a rule applied, by the arm that the holdout drew.
   *
   * @param campaign that won; empty for all
   * @param title what people call the campaign
   * @param days by day of first exposure, ascending; of a campaign only those whose first rule was
   *     the campaign's, or whom its own holdout drew for
   * @param others visitors who reached the campaign by way of another one, which was shown to one
   *     arm only
   */
  public record Held(String campaign, String title, List<Day> days, long others) {
    public Held {
      days = List.copyOf(days);
    }

    /** Where nobody came by way of another campaign, of one that people call by its id. */
    public Held(String campaign, List<Day> days) {
      this(campaign, campaign, days, 0);
    }

    /** The same, of a campaign with a name. */
    public Held titled(String name) {
      return new Held(campaign, name, days, others);
    }
  }

  /**
   * One day's new visitors.
   *
   * @param knownShare probability of the arm known on that day, above 0 and at most 1; of the rest
   *     one half is tested, the other gets the default
   */
  public record Day(
      LocalDate date, double knownShare, Moments known, Moments tested, Moments byDefault) {
    public Day {
      if (!(knownShare > 0 && knownShare <= 1)) {
        throw new IllegalArgumentException(
            "Share of the known is %s on %s, expected above 0 and at most 1. Maybe it is in per cent."
                .formatted(knownShare, date));
      }
    }

    long visitors() {
      return known.n() + tested.n() + byDefault.n();
    }
  }

  /**
   * A fact that was missing, and what it would have let fire.
   *
   * @param fact such as {@code Trait age}
   * @param told share of the decisions looked at that had the fact, 0 to 1; null where nobody
   *     counted
   * @param campaigns decisions and visitors by campaign
   */
  public record Gap(String fact, @Nullable Double told, List<Missed> campaigns) {
    public Gap {
      campaigns = List.copyOf(campaigns);
    }
  }

  /**
   * How often a rule would have fired. Who told the fact did so by choice, so what they told is the
   * most that is to be expected; as often as the campaign won among all decisions of the placement
   * is what was seen.
   *
   * @param instead what was shown instead
   * @param decisions in the period, weighted up from the sample, at most as often as was seen
   * @param most the same if all were like those who told the fact
   * @param visitors of those decisions, in the period
   * @param sampled decisions that were looked at again and did let the rule fire
   */
  public record Missed(
      String campaign,
      String rule,
      Instead instead,
      double decisions,
      double most,
      double visitors,
      long sampled) {
    public Missed {
      if (!(decisions <= most)) {
        throw new IllegalArgumentException(
            "Decisions of campaign %s are %s, expected at most %s. Maybe the two are swapped."
                .formatted(campaign, decisions, most));
      }
    }

    /** Visitors if all were like those who told the fact. */
    double mostVisitors() {
      return decisions > 0 ? visitors * (most / decisions) : 0;
    }
  }

  /** What a visitor got instead of what is known. */
  public enum Instead {
    TESTED,
    DEFAULT
  }
}
