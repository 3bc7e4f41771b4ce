package io.knowfirst.experiments.report.plan;

import io.knowfirst.experiments.report.Sheet;
import io.knowfirst.experiments.report.SpreadsheetCsv;
import io.knowfirst.experiments.report.Texts;
import io.knowfirst.experiments.report.plan.ExperimentPlan.Horizon;
import io.knowfirst.experiments.report.plan.ExperimentPlan.Need;
import io.knowfirst.experiments.statistics.MetricKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan in words. */
final class PlanSheet {

  private static final String NONE = "\u2013";

  private final ExperimentPlan plan;
  private final Texts texts;

  private PlanSheet(ExperimentPlan plan, Texts texts) {
    this.plan = plan;
    this.texts = texts;
  }

  static Sheet of(ExperimentPlan plan, Texts texts) {
    return new PlanSheet(plan, texts).sheet();
  }

  private Sheet sheet() {
    List<Sheet.Table> tables = new ArrayList<>();
    if (!plan.needs().isEmpty()) {
      tables.add(needs());
    }
    if (!plan.horizons().isEmpty()) {
      tables.add(horizons());
    }
    var shares = plan.shares().stream().map(texts::percent).collect(Collectors.joining(" / "));
    Double baseline = plan.baseline();
    var sub =
        baseline == null
            ? texts.format("sub.none", texts.count(Math.round(plan.perDay())), shares)
            : texts.format("sub", value(baseline), texts.count(Math.round(plan.perDay())), shares);
    return new Sheet(
        texts,
        texts.get("title"),
        texts.format("heading", plan.label().title()),
        sub,
        banner(),
        tables,
        method(),
        plan.source());
  }

  private String value(double baseline) {
    String unit = plan.label().unit();
    String number = texts.value(plan.kind(), baseline, baseline);
    return unit == null || plan.kind() == MetricKind.BINARY ? number : number + "\u00a0" + unit;
  }

  private Sheet.@Nullable Banner banner() {
    var missing = plan.missing();
    if (missing != null) {
      return new Sheet.Banner(
          "calm", "\u2026", texts.get("banner.none"), List.of(texts.get("missing." + missing)));
    }
    Double effect = plan.effect();
    if (effect == null) {
      return null;
    }
    Need always = plan.needs().get(plan.needs().size() - 1);
    Long visitors = always.visitors();
    Long days = always.wholeWeeks();
    var lift = texts.signedPercent(effect);
    return new Sheet.Banner(
        "calm",
        "\u2192",
        visitors == null
            ? texts.format("banner.unreachable", lift)
            : days == null
                ? texts.format("banner.visitors", lift, visitors)
                : texts.format("banner.days", lift, visitors, days),
        List.of(texts.get("banner.method")));
  }

  private Sheet.Table needs() {
    return new Sheet.Table(
        texts.format("needs", texts.signedPercent(Objects.requireNonNull(plan.effect()))),
        texts.format("needs.lead", texts.percent(plan.power())),
        List.of(
            texts.get("method.head"),
            texts.get("visitors.head"),
            texts.get("days.head"),
            texts.get("weeks.head"),
            texts.get("even.head")),
        List.of(),
        plan.needs().stream()
            .map(
                need ->
                    List.of(
                        method(need.looking().name()),
                        count(need.visitors()),
                        count(need.days()),
                        count(need.wholeWeeks()),
                        count(need.evenVisitors())))
            .toList());
  }

  private Sheet.Table horizons() {
    return new Sheet.Table(
        texts.get("horizons"),
        texts.format("horizons.lead", texts.percent(plan.power())),
        List.of(
            texts.get("run.head"),
            texts.get("visitors.head"),
            method("ONCE"),
            method("GROUPED"),
            method("ALWAYS")),
        List.of(),
        plan.horizons().stream().map(this::horizon).toList());
  }

  private List<String> horizon(Horizon horizon) {
    List<String> row = new ArrayList<>();
    row.add(texts.format("weeks", horizon.weeks()));
    row.add(texts.count(horizon.visitors()));
    horizon
        .effects()
        .forEach(effect -> row.add(effect == null ? NONE : texts.signedPercent(effect)));
    return row;
  }

  private String method(String looking) {
    return texts.format("looking." + looking, plan.looks());
  }

  private String count(@Nullable Long number) {
    return number == null ? NONE : texts.count(number);
  }

  private List<String> method() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        texts.format(
            "method.alpha", plan.alpha(), plan.shares().size() - 1, plan.strictestAlpha()));
    sentences.add(texts.format("method.power", plan.power(), plan.raisedPower()));
    sentences.add(texts.get("method.variance"));
    sentences.add(texts.format("method.methods", plan.looks()));
    sentences.add(texts.get("method.pace"));
    return sentences;
  }

  static String csv(ExperimentPlan plan) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "line",
            "method",
            "weeks",
            "visitors",
            "days",
            "days_whole_weeks",
            "lift",
            "visitors_even"));
    for (Need need : plan.needs()) {
      lines.add(
          List.of(
              "need",
              need.looking().name(),
              "",
              text(need.visitors()),
              text(need.days()),
              text(need.wholeWeeks()),
              text(plan.effect()),
              text(need.evenVisitors())));
    }
    List<String> methods = List.of("ONCE", "GROUPED", "ALWAYS");
    for (Horizon horizon : plan.horizons()) {
      for (int i = 0; i < methods.size(); i++) {
        lines.add(
            List.of(
                "horizon",
                methods.get(i),
                "" + horizon.weeks(),
                "" + horizon.visitors(),
                "" + 7 * horizon.weeks(),
                "" + 7 * horizon.weeks(),
                text(horizon.effects().get(i)),
                ""));
      }
    }
    return SpreadsheetCsv.write(lines);
  }

  private static String text(@Nullable Number number) {
    return number == null ? "" : number.toString();
  }
}
