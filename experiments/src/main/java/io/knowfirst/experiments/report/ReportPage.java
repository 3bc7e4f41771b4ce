package io.knowfirst.experiments.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.statistics.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The report as the template asks for it: every number already a text. */
final class ReportPage {

  private static final String PACKAGE = ReportPage.class.getPackageName();
  static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          Path.of("jte-classes"), ContentType.Html, ReportPage.class.getClassLoader(), PACKAGE);
  static final String STYLE = resource("report.css");
  private static final String NONE = "\u2013";

  final Report report;
  final Texts texts;
  final ForestPlot forest;
  final TimePlots time;
  final DayPlots byDay;
  final InteractionPlots beside;
  final SegmentPlots cuts;

  ReportPage(Report report, Texts texts) {
    this.report = report;
    this.texts = texts;
    this.forest =
        ForestPlot.of(report.metrics().stream().flatMap(table -> table.rows().stream()), texts);
    this.time = new TimePlots(report, texts);
    this.byDay = new DayPlots(report, texts);
    this.beside = new InteractionPlots(report, texts);
    this.cuts = new SegmentPlots(report, texts);
  }

  static String render(Report report, Texts texts) {
    var output = new StringOutput();
    TEMPLATES.render("report.jte", new ReportPage(report, texts), output);
    return output.toString();
  }

  String style() {
    return STYLE;
  }

  String t(String key, Object... values) {
    return texts.format(key, values);
  }

  /** The experiment's name; a holdout has one in each language. */
  String name() {
    String name = report.name();
    return name.equals("holdout")
        ? t("holdout.all")
        : name.startsWith("holdout:") ? t("holdout.campaign", name.substring(8)) : name;
  }

  String headline() {
    String variation = report.banner().variation();
    String key = "verdict." + report.banner().verdict();
    return variation == null ? t(key) : t(key + ".variation", report.title(variation));
  }

  VerdictMark mark() {
    return VerdictMark.of(report.banner().verdict());
  }

  String title(Row row) {
    return title(row.variation());
  }

  String title(String variation) {
    return texts.title(report, variation);
  }

  /** The steps of a funnel; empty for other metrics. */
  List<FunnelTable.Step> steps(MetricTable table) {
    return new FunnelTable(report, texts).steps(table);
  }

  /** All variations but the control. */
  List<String> challengers() {
    return report.variations().subList(1, report.variations().size());
  }

  boolean isControl(String variation) {
    return report.variations().get(0).equals(variation);
  }

  /** The day of a note, or that it is on all of them. */
  String noted(Note note) {
    var day = note.day();
    return day == null ? t("notes.phase") : texts.day(day);
  }

  boolean tellsWhatWasShown() {
    return report.details().shown().stream().anyMatch(VariationDescription::told);
  }

  List<String> reasons() {
    return report.banner().reasons().stream().map(texts::sentence).toList();
  }

  /** A share of the visitors, for the cards at the top. */
  String share(Row row) {
    return report.visitors() == 0
        ? NONE
        : texts.percent((double) row.visitors() / report.visitors());
  }

  String count(long visitors) {
    return texts.count(visitors);
  }

  String value(MetricTable table, Row row) {
    Estimate value = row.value();
    return value == null
        ? NONE
        : texts.value(table.kind(), table.label().unit(), value.value(), size(table));
  }

  String valueInterval(MetricTable table, Row row) {
    Estimate value = row.value();
    return value == null
        ? ""
        : "%s \u2013 %s"
            .formatted(
                texts.value(table.kind(), value.low(), size(table)),
                texts.value(table.kind(), value.high(), size(table)));
  }

  String difference(MetricTable table, Row row) {
    Estimate difference = row.difference();
    return difference == null
        ? NONE
        : texts.difference(
            table.kind(), table.label().unit(), difference.value(), differenceSize(table));
  }

  String differenceInterval(MetricTable table, Row row) {
    return interval(table, row.difference());
  }

  /** The interval that holds together with all others; empty where that is no other. */
  String simultaneousInterval(MetricTable table, Row row) {
    return interval(table, row.simultaneous());
  }

  private String interval(MetricTable table, @Nullable Estimate difference) {
    return difference == null
        ? ""
        : "[%s; %s]"
            .formatted(
                texts.difference(table.kind(), difference.low(), differenceSize(table)),
                texts.difference(table.kind(), difference.high(), differenceSize(table)));
  }

  /** The largest of a table's values, so that all of them get the same digits. */
  private static double size(MetricTable table) {
    return table.rows().stream()
        .flatMap(row -> Optional.ofNullable(row.value()).stream())
        .mapToDouble(value -> Math.abs(value.value()))
        .max()
        .orElse(0);
  }

  private static double differenceSize(MetricTable table) {
    return table.rows().stream()
        .flatMap(row -> Optional.ofNullable(row.difference()).stream())
        .mapToDouble(estimate -> Math.max(Math.abs(estimate.low()), Math.abs(estimate.high())))
        .max()
        .orElse(0);
  }

  String lift(Row row) {
    Estimate lift = row.lift();
    return lift == null ? NONE : texts.signedPercent(lift.value());
  }

  String liftInterval(Row row) {
    Estimate lift = row.lift();
    return lift == null
        ? ""
        : "[%s; %s]".formatted(texts.signedPercent(lift.low()), texts.signedPercent(lift.high()));
  }

  String p(Row row) {
    Double p = row.adjustedP();
    return p == null ? NONE : texts.p(p);
  }

  String chance(Row row) {
    return percent(row.chanceToBeat());
  }

  private String percent(@Nullable Double share) {
    if (share == null) {
      return NONE;
    }
    return share > 0.9995 ? ">\u00a0" + texts.percent(0.999) : texts.percent(share);
  }

  /** In a word or two; nothing of a bandit is tested. */
  String outcome(Row row) {
    if (row.outcome() == Report.Outcome.OPEN && row.p() == null && row.missing() == null) {
      return t("untested");
    }
    return row.missing() == null || row.outcome() == Report.Outcome.WORSE
        ? texts.word("outcome", row.outcome())
        : t("few");
  }

  /** Why numbers of a table are missing, each reason once. */
  List<String> missing(List<Row> rows) {
    return rows.stream()
        .flatMap(row -> Optional.ofNullable(row.missing()).stream())
        .map(missing -> texts.get("missing." + missing.reason()))
        .distinct()
        .toList();
  }

  String css(Row row) {
    return ForestPlot.css(row);
  }

  String kind(MetricTable table) {
    String kind = texts.word("kind", table.kind());
    return table.direction() == Direction.LOWER_IS_BETTER ? kind + ", " + t("lower") : kind;
  }

  String checkCss(Check check) {
    return switch (check.status()) {
      case GOOD -> "good";
      case WARNING -> "warn";
      case BAD -> "bad";
      case UNKNOWN -> "calm";
    };
  }

  String checkGlyph(Check check) {
    return check.status() == Status.GOOD ? "\u2713" : check.status() == Status.UNKNOWN ? "?" : "!";
  }

  List<ForestPlot.Line> lines(MetricTable table) {
    return forest.lines(table, this::title, texts);
  }

  List<String> method() {
    return report.method().stream().map(texts::sentence).toList();
  }

  /** The label in the reader's language where there is one. */
  String label(ExperimentData.Provenance fact) {
    return texts.getOr("provenance." + fact.label(), fact.label());
  }

  private static String resource(String name) {
    try (var stream = ReportPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(
            "Resource %s is missing beside %s. Maybe the jar was built without its resources."
                .formatted(name, ReportPage.class));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
