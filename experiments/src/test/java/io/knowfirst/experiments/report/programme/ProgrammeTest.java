package io.knowfirst.experiments.report.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.experiments.report.Analysis;
import io.knowfirst.experiments.report.Background;
import io.knowfirst.experiments.report.Course;
import io.knowfirst.experiments.report.Course.Stage;
import io.knowfirst.experiments.report.ExperimentData;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportIndex.Line;
import io.knowfirst.experiments.report.ReportSettings;
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
import java.util.PropertyResourceBundle;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgrammeTest {

  private static final long N = 20_000;

  static Line line(
      String id, Stage stage, @Nullable String decision, long control, long variation, long harm) {
    return line(id, stage, decision, control, variation, harm, Background.NONE);
  }

  private static Line line(
      String id,
      Stage stage,
      @Nullable String decision,
      long control,
      long variation,
      long harm,
      Background background) {
    var guardrail =
        new Metric(
            "complaints",
            MetricKind.BINARY,
            Direction.LOWER_IS_BETTER,
            Metric.Role.GUARDRAIL,
            false);
    var day = LocalDate.of(2026, 3, 2);
    var data =
        new ExperimentData(
                "Test " + id,
                List.of("a", "b"),
                List.of(new Period(List.of(N, N), List.of(0.5, 0.5))),
                List.of(
                    new MetricSums(
                        Metric.goal("order", MetricKind.BINARY),
                        List.of(
                            Moments.ofConversions(N, control),
                            Moments.ofConversions(N, variation))),
                    new MetricSums(
                        guardrail,
                        List.of(Moments.ofConversions(N, 500), Moments.ofConversions(N, harm)))),
                List.of(),
                List.of(),
                List.of(),
                null,
                new Course(stage, day, day.plusDays(30), decision),
                List.of())
            .with(background);
    return new Line(id, Analysis.report(data, ReportSettings.finished()));
  }

  static long drawn(SplittableRandom random, double rate) {
    return Math.round(N * rate + Math.sqrt(N * rate * (1 - rate)) * random.nextGaussian());
  }

  @Test
  void aGuardrailThatStoppedAWinner_isCounted() {
    var programme =
        Programme.of(
            List.of(
                line("stopped", Stage.DECIDED, null, 1_000, 1_250, 700),
                line("shipped", Stage.ARCHIVED, "b", 1_000, 1_250, 500),
                line("lost", Stage.ENDED, null, 1_000, 1_000, 700)));
    var guardrail = programme.guardrails().get(0);

    assertThat(programme.concluded()).isEqualTo(3);
    assertThat(guardrail.judged()).isEqualTo(3);
    assertThat(guardrail.worse()).isEqualTo(2);
    assertThat(guardrail.winners()).isEqualTo(2);
    assertThat(guardrail.rolledBack()).isEqualTo(1);
    assertThat(programme.metrics().get(0).shipped()).isEqualTo(1);
    assertThat(programme.metrics().get(0).real()).as("three tests are too few").isNull();
    assertThat(programme.metrics().get(0).measured()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void whatRuns_holdoutsAndExcludedPhases_areLeftOut() {
    var excluded = new Background(List.of(), List.of(), "tracking was down");
    var programme =
        Programme.of(
            List.of(
                line("running", Stage.RUNNING, null, 1_000, 1_250, 500),
                line("holdout", Stage.ENDED, null, 1_000, 1_250, 500),
                line("holdout:jeans", Stage.ENDED, null, 1_000, 1_250, 500),
                line("excluded", Stage.DECIDED, "b", 1_000, 1_250, 500, excluded)));

    assertThat(programme.concluded()).isZero();
    assertThat(programme.metrics()).isEmpty();
    for (var format : ReportFormat.values()) {
      assertThat(ProgrammeWriter.write(programme, format, Locale.GERMAN)).isNotEmpty();
    }
  }

  @Test
  void everyFormat_holdsTheSameNumbers_inBothLanguages() throws Exception {
    List<Line> lines = new ArrayList<>();
    var random = new SplittableRandom(3);
    for (int i = 0; i < 20; i++) {
      long variation = drawn(random, 0.05 + 0.001 * (i % 5));
      lines.add(
          line(
              "t" + i,
              Stage.DECIDED,
              i % 5 > 2 ? "b" : null,
              1_000,
              variation,
              i % 7 == 0 ? 650 : 500));
    }
    var programme = Programme.of(lines);
    var json =
        new ObjectMapper()
            .readTree(ProgrammeWriter.write(programme, ReportFormat.JSON, Locale.ENGLISH));
    var folder = Files.createDirectories(Path.of("target", "reports"));
    for (var locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      var page = ProgrammeWriter.write(programme, ReportFormat.HTML, locale);
      Files.writeString(folder.resolve("programme_" + locale.getLanguage() + ".html"), page);
      assertThat(page).doesNotContain("{0", "NaN", "null");
    }

    assertThat(json.at("/metrics/0/real/value").asDouble())
        .isEqualTo(programme.metrics().get(0).real().value());
    assertThat(ProgrammeWriter.write(programme, ReportFormat.HTML, Locale.GERMAN))
        .contains("Von 20 Tests auf order", "wurden 8 eingeführt");
    assertThat(ProgrammeWriter.write(programme, ReportFormat.CSV, Locale.ENGLISH))
        .contains("guardrail,complaints,complaints");
    assertThat(keys("texts_de.properties")).isEqualTo(keys("texts.properties"));
  }

  private static Set<String> keys(String name) throws Exception {
    try (var stream = ProgrammeWriter.class.getResourceAsStream(name)) {
      return new PropertyResourceBundle(stream).keySet();
    }
  }
}
