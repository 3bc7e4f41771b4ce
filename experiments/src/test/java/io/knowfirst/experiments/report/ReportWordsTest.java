package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.report.Course.Stage;
import io.knowfirst.experiments.report.ExperimentData.Day;
import io.knowfirst.experiments.report.ExperimentData.Integrity;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.ExperimentData.Segment;
import io.knowfirst.experiments.report.ReportIndex.Line;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What readers see: names in place of ids, units, what was shown, and one language a page. */
class ReportWordsTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final String ENGLISH =
      "(?i).*\\b(the|and|of|with|visitors?|better|worse|metric|lower|higher|which|not|are|days?|weeks?|each|shown)\\b.*";

  /** Two weeks of three checkouts, with everything that people may say of them. */
  static Report full(Stage stage, Design design, Looking looking, int today, String excluded) {
    long[] orders = {60, 66, 75};
    List<Day> days = new ArrayList<>();
    for (int day = 0; day < 14; day++) {
      List<Moments> sums = new ArrayList<>();
      for (long count : orders) {
        sums.add(Moments.ofConversions(1_000, count + (day * 7L + count) % 9 - 4));
      }
      days.add(new Day(FIRST.plusDays(day), sums));
    }
    List<Moments> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int index = i;
      all.add(days.stream().map(day -> day.sums().get(index)).reduce(Moments::plus).orElseThrow());
    }
    var order =
        new Metric(
            "order-rate",
            MetricKind.BINARY,
            Direction.HIGHER_IS_BETTER,
            Metric.Role.GOAL,
            false,
            null,
            new Metric.Label("Bestellrate", null, "Anteil der Besucher, die bestellen."));
    var revenue =
        new Metric(
            "rev-sum",
            MetricKind.MEAN,
            Direction.HIGHER_IS_BETTER,
            Metric.Role.GOAL,
            false,
            null,
            new Metric.Label("Umsatz je Besucher", "EUR", null));
    var wait =
        new Metric(
            "wait-s",
            MetricKind.MEAN,
            Direction.LOWER_IS_BETTER,
            Metric.Role.GUARDRAIL,
            false,
            0.2,
            new Metric.Label("Wartezeit", "s", null));
    var data =
        new ExperimentData(
                "Checkout 2026",
                List.of("v-long", "v-short", "v-one"),
                List.of(new Period(List.of(14_000L, 14_000L, 14_000L), List.of(1.0, 1.0, 1.0))),
                List.of(
                    new MetricSums(order, all),
                    new MetricSums(
                        revenue,
                        List.of(
                            Moments.of(14_000, 58_800, 3_600_000),
                            Moments.of(14_000, 61_000, 3_700_000),
                            Moments.of(14_000, 66_300, 3_900_000))),
                    new MetricSums(
                        wait,
                        List.of(
                            Moments.of(14_000, 19_600, 39_000),
                            Moments.of(14_000, 19_500, 38_800),
                            Moments.of(14_000, 19_700, 39_100)))),
                List.of(
                    new Segment("device", "mobile", all),
                    new Segment("visitor", "new", all),
                    new Segment("visitor", "returning", all)),
                days,
                List.of(),
                new Integrity(12, List.of(700L, 720L, 715L), 351),
                new Course(
                    stage, FIRST, FIRST.plusDays(today), stage == Stage.DECIDED ? "v-one" : null),
                List.of(new Provenance("experiment", "checkout"), new Provenance("phase", "1")))
            .with(
                new Background(
                    List.of(
                        new VariationDescription(
                            "v-long",
                            "Langes Formular",
                            "Wie bisher, auf drei Seiten.",
                            null,
                            List.of("headline: Ihre Bestellung")),
                        new VariationDescription(
                            "v-short", "Kurzes Formular", "Auf zwei Seiten.", null, List.of()),
                        new VariationDescription(
                            "v-one",
                            "Eine Seite",
                            null,
                            "https://shop.example/one.png",
                            List.of())),
                    List.of(
                        new Note(1, null, "Start nach dem Relaunch.", "Kasse"),
                        new Note(2, FIRST.plusDays(9), "TV-Spot am Abend.", "Kasse")),
                    excluded,
                    daily(days),
                    List.of(funnel(all)),
                    List.of(banner(all))));
    return Analysis.report(
        data, new ReportSettings(looking, 0.05, Correction.HOLM, 42_000L, 0.8, null, design));
  }

  /** All orders on the day of the exposure and on the next one. */
  private static List<DailySums> daily(List<Day> days) {
    List<DailySums> daily = new ArrayList<>();
    for (var day : days) {
      for (int since = -1; since < 2; since++) {
        double share = since < 0 ? 1 : since == 0 ? 0.7 : 0.3;
        daily.add(
            new DailySums(
                "order-rate",
                day.date(),
                since,
                day.sums().stream()
                    .map(sums -> Math.round(share * sums.sum()))
                    .map(orders -> Moments.ofConversions(orders, orders))
                    .toList()));
      }
    }
    return daily;
  }

  private static FunnelSteps funnel(List<Moments> all) {
    return new FunnelSteps(
        "order-rate",
        List.of(
            new FunnelSteps.Step("Product Added", all.stream().map(sums -> 3_000L).toList()),
            new FunnelSteps.Step(
                "Order Completed", all.stream().map(sums -> (long) sums.sum()).toList())));
  }

  /** Another experiment that half of the visitors see one variation of each. */
  private static Overlap banner(List<Moments> all) {
    return new Overlap(
        "banner-2026",
        "Sommerbanner",
        List.of(
            new VariationDescription("b-off", "Ohne Banner", null, null, List.of()),
            new VariationDescription("b-on", "Mit Banner", null, null, List.of())),
        all.stream()
            .map(
                sums ->
                    List.of(
                        Moments.ofConversions(7_000, 420),
                        Moments.ofConversions(7_000, (long) sums.sum() - 420)))
            .toList());
  }

  static Stream<Report> everyState() {
    var usual = new Design(14, 0.5, false, 0);
    return Stream.of(
        full(Stage.RUNNING, usual, Looking.ALWAYS, 14, null),
        full(Stage.RUNNING, new Design(21, 0.5, false, 0), Looking.ALWAYS, 14, null),
        full(Stage.RUNNING, new Design(0, 0.1, true, 0), Looking.ALWAYS, 14, null),
        full(Stage.RUNNING, new Design(0, 0.5, false, 3), Looking.GROUPED, 14, null),
        full(Stage.RUNNING, usual, Looking.BANDIT, 14, null),
        full(Stage.ENDED, new Design(21, 0.5, false, 0), Looking.ONCE, 14, null),
        full(Stage.PAUSED, usual, Looking.ONCE, 14, null),
        full(Stage.DECIDED, usual, Looking.ONCE, 14, null),
        full(Stage.RUNNING, usual, Looking.ALWAYS, 14, "Das Tracking war ausgefallen."));
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void everyPage_callsMetricsAndVariationsByName(Report report) throws Exception {
    var folder = Files.createDirectories(Path.of("target", "reports"));
    for (var locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      var page = ReportWriter.write(report, ReportFormat.HTML, locale);
      var name =
          "full_%s_%s_%s.html"
              .formatted(report.banner().verdict(), report.details().stage(), locale.getLanguage());
      Files.writeString(folder.resolve(name), page);

      assertThat(page)
          .contains("Kurzes Formular", "Bestellrate", "Umsatz je Besucher", "one.png")
          .doesNotContain("v-short", "v-long", "v-one", "order-rate", "rev-sum", "wait-s")
          .doesNotContain("banner-2026", "b-off", "b-on")
          .doesNotContain("NaN", "Infinity", "{0", "null", "<script");
    }
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void everyGermanPage_isWhollyGerman(Report report) {
    assertThat(words(ReportWriter.write(report, ReportFormat.HTML, Locale.GERMAN)))
        .noneMatch(text -> text.matches(ENGLISH));
  }

  @Test
  void units_standWhereTheLanguageHasThem() {
    var report = full(Stage.RUNNING, new Design(0, 0.5, false, 0), Looking.ALWAYS, 14, null);

    assertThat(ReportWriter.write(report, ReportFormat.HTML, Locale.GERMAN))
        .contains("4,20\u00a0€", "+0,54\u00a0€", "1,40\u00a0s");
    assertThat(ReportWriter.write(report, ReportFormat.HTML, Locale.ENGLISH))
        .contains("€4.20", "+€0.54", "1.40\u00a0s");
  }

  @Test
  void index_holdsHoldoutsApart() throws Exception {
    var report = full(Stage.RUNNING, new Design(0, 0.5, false, 0), Looking.ALWAYS, 14, null);
    var lines =
        List.of(
            new Line("checkout", report),
            new Line("holdout", named(report, "holdout")),
            new Line("holdout:jeans", named(report, "holdout:jeans")));
    var folder = Files.createDirectories(Path.of("target", "reports"));
    var page = ReportIndex.render(lines, Locale.GERMAN);
    Files.writeString(folder.resolve("index_de.html"), page);
    Files.writeString(folder.resolve("index_en.html"), ReportIndex.render(lines, Locale.ENGLISH));

    assertThat(page.indexOf("Checkout 2026")).isLessThan(page.indexOf(">Holdouts<"));
    assertThat(page.indexOf(">Holdouts<")).isLessThan(page.indexOf("Holdout aller Kampagnen"));
    assertThat(page).contains("1 Test ·", "Holdout der Kampagne jeans");
    assertThat(words(page)).noneMatch(text -> text.matches(ENGLISH));
  }

  private static Report named(Report report, String name) {
    return new Report(
        name,
        report.banner(),
        report.visitors(),
        report.variations(),
        report.health(),
        report.metrics(),
        report.segments(),
        report.days(),
        report.method(),
        report.provenance(),
        report.details());
  }

  /** Texts between tags, and those that only screen readers say. */
  private static List<String> words(String page) {
    var body = page.replaceAll("(?s)<style>.*?</style>", "");
    var labels =
        Pattern.compile("(aria-label|alt|data-label)=\"([^\"]*)\"")
            .matcher(body)
            .results()
            .map(found -> found.group(2));
    return Stream.concat(Stream.of(body.split("<[^>]*>")), labels)
        .map(
            text ->
                text.replaceAll(
                        "(?i)intention to treat|headline:.*|Product Added|Order Completed", "")
                    .strip())
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
