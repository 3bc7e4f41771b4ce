package io.knowfirst.experiments.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.NotEnoughData;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report as pure data: the same numbers for every way to render it. Rates and lifts are shares (1
 * is 100 %), means and differences are in the metric's unit.
 *
 * @param name of the experiment
 * @param banner the verdict
 * @param visitors in all variations together
 * @param variations ids, the control first
 * @param health checks that come before any verdict
 * @param metrics goals first, then guardrails, each with a row for every variation
 * @param segments exploratory rows of the deciding metric
 * @param days by day of first exposure
 * @param method how the numbers were made
 * @param provenance where they are from
 * @param details what stands beside the comparisons with the control
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Report(
    String name,
    Banner banner,
    long visitors,
    List<String> variations,
    List<Check> health,
    List<MetricTable> metrics,
    List<SegmentRow> segments,
    List<DayPoint> days,
    List<Sentence> method,
    List<ExperimentData.Provenance> provenance,
    @JsonUnwrapped Details details) {

  public Report {
    variations = List.copyOf(variations);
    health = List.copyOf(health);
    metrics = List.copyOf(metrics);
    segments = List.copyOf(segments);
    days = List.copyOf(days);
    method = List.copyOf(method);
    provenance = List.copyOf(provenance);
  }

  /** What to do. */
  public enum Verdict {
    SHIP,
    STOP,
    NO_DIFFERENCE,
    /** A goal got better, and a guardrail may have got worse by more than its margin. */
    GUARDRAIL_OPEN,
    /** A goal got better by more than is plausible. */
    IMPLAUSIBLE,
    KEEP_RUNNING,
    BANDIT,
    NOT_ENOUGH_DATA,
    NOT_HEALTHY,
    /** Somebody said that the phase is not to be used. */
    EXCLUDED,
    /** There is nothing to decide: the ledger says what knowing is worth. */
    HOLDOUT,
    NOT_STARTED,
    PAUSED,
    ENDED,
    DECIDED
  }

  /**
   * The verdict.
   *
   * @param variation the one that it is about, or null
   * @param daysLeft until the planned end at the pace of the last days, or null
   * @param reasons in plain words
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Banner(
      Verdict verdict,
      @Nullable String variation,
      @Nullable Long daysLeft,
      List<Sentence> reasons) {
    public Banner {
      reasons = List.copyOf(reasons);
    }
  }

  /** How a check went. */
  public enum Status {
    GOOD,
    WARNING,
    BAD,
    UNKNOWN
  }

  /**
   * One check of the data; only a bad one withholds the result.
   *
   * @param result in plain words
   * @param numbers that the words rest on, by name; may be empty
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Check(String name, Status status, Sentence result, Map<String, Object> numbers) {
    public Check {
      numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
    }

    Check(String name, Status status, Sentence result) {
      this(name, status, result, Map.of());
    }

    /** The same with one number more. */
    Check with(String number, Object value) {
      var more = new LinkedHashMap<>(numbers);
      more.put(number, value);
      return new Check(name, status, result, more);
    }
  }

  /**
   * A metric with a row for every variation, the control first.
   *
   * @param name by which it is found
   * @param label what people call it
   * @param margin of a guardrail: the relative change for the worse that is acceptable; else null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MetricTable(
      String name,
      MetricKind kind,
      Direction direction,
      Metric.Role role,
      boolean deciding,
      @Nullable Double margin,
      Metric.Label label,
      List<Row> rows) {
    public MetricTable {
      rows = List.copyOf(rows);
    }

    String title() {
      return label.title();
    }

    MetricTable with(List<Row> others) {
      return new MetricTable(name, kind, direction, role, deciding, margin, label, others);
    }
  }

  /** What a comparison says. */
  public enum Outcome {
    BETTER,
    WORSE,
    /** Of a guardrail: not worse by more than its margin. */
    KEPT,
    OPEN,
    /** There is no verdict yet, or none to trust: too early, or not healthy. */
    WITHHELD,
    CONTROL,
    NO_DATA
  }

  /** An estimate with its interval. */
  public record Estimate(double value, double low, double high) {}

  /** Why a number is missing. */
  public record Missing(NotEnoughData.Reason reason, String detail) {}

  /**
   * One variation on one metric.
   *
   * @param value mean, rate or ratio with its own interval, or null
   * @param difference to the control, the scale of the verdict, or null
   * @param simultaneous the difference with an interval that holds together with all others of its
   *     family, or null where that is no other
   * @param lift relative to the control, beside it, or null
   * @param p of the difference, 0 to 1, or null
   * @param adjustedP after correction, 0 to 1, or null
   * @param chanceToBeat the control, 0 to 1, or null
   * @param expectedLoss of choosing the variation, in the metric's unit, or null
   * @param cuped share of the variance that the covariate took away, or null where none was used
   * @param stratified share of the difference's variance that post-stratification took away, below
   *     0 where it added some, or null where it was not used
   * @param missing why numbers are missing, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Row(
      String variation,
      long visitors,
      Outcome outcome,
      @Nullable Estimate value,
      @Nullable Estimate difference,
      @Nullable Estimate simultaneous,
      @Nullable Estimate lift,
      @Nullable Double p,
      @Nullable Double adjustedP,
      @Nullable Double chanceToBeat,
      @Nullable Double expectedLoss,
      @Nullable Double cuped,
      @Nullable Double stratified,
      @Nullable Missing missing) {

    Row judged(@Nullable Double adjusted, Outcome judgement) {
      return new Row(
          variation,
          visitors,
          judgement,
          value,
          difference,
          simultaneous,
          lift,
          p,
          adjusted,
          chanceToBeat,
          expectedLoss,
          cuped,
          stratified,
          missing);
    }

    /** Nothing but how many visitors there are. */
    Row hidden() {
      var kept = outcome == Outcome.CONTROL ? Outcome.CONTROL : Outcome.WITHHELD;
      return new Row(
          variation, visitors, kept, null, null, null, null, null, null, null, null, null, null,
          null);
    }
  }

  /**
   * A row of the deciding metric within a part of the visitors.
   *
   * @param differs p that the segment's values do not differ in the variation's effect, at one look
   *     and not corrected for several segments; null where fewer than two can be compared
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SegmentRow(String segment, String value, Row row, @Nullable Double differs) {}

  /**
   * A sentence of the text bundle with what is put into it.
   *
   * @param key in the bundle
   * @param values numbers, texts and days in the order of the sentence
   */
  public record Sentence(String key, List<Object> values) {
    public Sentence {
      values = List.copyOf(values);
    }

    static Sentence of(String key, Object... values) {
      return new Sentence(key, List.of(values));
    }
  }

  /** Results of the checks that are not good, in the reader's language. */
  public List<String> warnings(Locale locale) {
    var texts = new Texts(locale);
    return health.stream()
        .filter(check -> check.status() == Status.WARNING || check.status() == Status.BAD)
        .map(check -> texts.sentence(check.result()))
        .toList();
  }

  /** A relative change within a sentence, shown with its sign in per cent. */
  public record Lift(double value) {}

  /** A p-value within a sentence, shown as "p = 0.0312" or "p < 0.0001". */
  public record P(double value) {}

  /** Whether lifts may be believed. */
  public boolean healthy() {
    return health.stream().noneMatch(check -> check.status() == Status.BAD);
  }

  /** Whether comparisons are shown without a verdict, since it is too early or not healthy. */
  public boolean withheld() {
    return deciding().rows().stream().anyMatch(row -> row.outcome() == Outcome.WITHHELD)
        || !healthy();
  }

  /** What people call a variation. */
  public String title(String variation) {
    return details.title(variation);
  }

  /** The metric that decides. */
  public MetricTable deciding() {
    return metrics.stream().filter(MetricTable::deciding).findFirst().orElseThrow();
  }
}
