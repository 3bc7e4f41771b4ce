package io.knowfirst.rules.folder;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A metric as its owner defines it over events. Every visitor of an experiment has one value: what
 * happened from the first exposure on.
 *
 * @param kind how a visitor's value is made
 * @param value what is counted or summed
 * @param per of a ratio, what the value is divided by; else null
 * @param window days after the first exposure that count; null for all that comes later
 * @param lowerIsBetter whether less is better
 * @param guardrail whether it must only not get worse
 * @param cap largest value of one visitor that counts in full, in the metric's unit; null for none
 * @param margin of a guardrail: the relative change for the worse that is acceptable, such as 0.02;
 *     null where nobody said
 * @param covariate days before the first exposure whose value reduces noise; 0 for none
 * @param refunds whether refunds and cancellations of an order take back what it counted for
 * @param source whose events count
 * @param label what people call it
 * @param form what its kind needs beside
 */
public record MetricFile(
    String id,
    ValueKind kind,
    MetricAmount value,
    @Nullable MetricAmount per,
    @Nullable Integer window,
    boolean lowerIsBetter,
    boolean guardrail,
    @Nullable Double cap,
    @Nullable Double margin,
    int covariate,
    boolean refunds,
    MetricSource source,
    MetricLabel label,
    Form form) {
  /** Stands for any page, screen or track event. */
  public static final String ANY_EVENT = "*";

  /** Property that stands for price times quantity of an event's products. */
  public static final String ITEMS_VALUE = "items.value";

  private static final Pattern MONEY =
      Pattern.compile(
          "(?i)(^|[._])(revenue|total|subtotal|price|value|amount|turnover|margin|profit|tax|shipping|discount)s?($|[._])");

  /** Property that stands for the pieces of an event's products. */
  public static final String ITEMS_QUANTITY = "items.quantity";

  /**
   * Counts whoever sent the events, without a margin. Refunds take back amounts, while an order
   * that was placed stays one that was placed.
   */
  public MetricFile(
      String id,
      ValueKind kind,
      MetricAmount value,
      @Nullable MetricAmount per,
      @Nullable Integer window,
      boolean lowerIsBetter,
      boolean guardrail,
      @Nullable Double cap,
      int covariate) {
    this(
        id,
        kind,
        value,
        per,
        window,
        lowerIsBetter,
        guardrail,
        cap,
        null,
        covariate,
        value.property() != null,
        MetricSource.ANY,
        MetricLabel.NONE,
        Form.NONE);
  }

  /** What is counted or summed, the value first; of a funnel its steps. */
  public Stream<MetricAmount> amounts() {
    return switch (kind) {
      case FUNNEL -> form.steps().stream().map(step -> new MetricAmount(step, null));
      case RATIO -> Stream.of(value, per == null ? value : per);
      case RETENTION -> Stream.of(value).filter(amount -> !amount.event().equals(ANY_EVENT));
      case CONVERSION, COUNT, SUM, QUANTILE -> Stream.of(value);
    };
  }

  /** Whether a visitor's value is 0 or 1. */
  public boolean isRate() {
    return kind == ValueKind.CONVERSION || kind == ValueKind.FUNNEL || kind == ValueKind.RETENTION;
  }

  /**
   * What some kinds need beside.
   *
   * @param steps of a funnel, track events in their order; else empty
   * @param from of a retention, days after the first exposure before which nothing counts; else 0
   * @param quantile between 0 and 1, such as 0.5 for the median; of others 0
   */
  public record Form(List<String> steps, int from, double quantile) {
    public static final Form NONE = new Form(List.of(), 0, 0);

    public Form {
      steps = List.copyOf(steps);
    }
  }

  /** Whether what it sums looks like money, by the name of the property. */
  public boolean isOfMoney() {
    return value.isMoney() || (per != null && per.isMoney());
  }

  /**
   * What people call a metric; each is null where nobody said.
   *
   * @param unit a currency's ISO 4217 code, or a word that follows the number
   * @param description what it measures, in a sentence
   */
  public record MetricLabel(
      @Nullable String name, @Nullable String unit, @Nullable String description) {
    public static final MetricLabel NONE = new MetricLabel(null, null, null);
  }

  /** Whose events count. */
  public enum MetricSource {
    /** Everybody's: a page can be made to say anything. */
    ANY,
    /** Those that came with a secret key. */
    SERVER
  }

  /** How a visitor's value is made. */
  public enum ValueKind {
    /** 1 where the event happened, else 0. */
    CONVERSION,
    /** How often the event happened. */
    COUNT,
    /** Sum of a property over the events. */
    SUM,
    /** Sum or count over all visitors, divided by another one. */
    RATIO,
    /** 1 where all steps happened in their order, else 0. */
    FUNNEL,
    /** 1 where the visitor came back between two days, else 0. */
    RETENTION,
    /** Quantile of a property over the events of all visitors. */
    QUANTILE
  }

  /**
   * @param event name of a track event
   * @param property whose numbers are summed; null counts the events
   */
  public record MetricAmount(String event, @Nullable String property) {
    boolean isMoney() {
      return property != null && (property.equals(ITEMS_VALUE) || MONEY.matcher(property).find());
    }
  }
}
