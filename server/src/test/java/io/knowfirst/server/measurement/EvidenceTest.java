package io.knowfirst.server.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.report.ExperimentData;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import io.knowfirst.server.experiment.Experiments;
import io.knowfirst.server.measurement.SumTable.Cell;
import io.knowfirst.server.measurement.SumTable.Day;
import io.knowfirst.server.measurement.SumTable.Sums;
import io.knowfirst.server.measurement.SumTable.Weights;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-11-01");

  @TempDir Path dir;

  private ExperimentData data(List<Day> days, List<Cell> cells, List<Weights> weights, int today) {
    var folder = Story.folder(dir, "[converted, refunds]");
    var layout = Experiments.of(folder.experiments().values()).find("layout");
    var now = FIRST.plusDays(today).atStartOfDay(ZoneOffset.UTC).toInstant();
    var subject = Subject.of("layout", folder, layout, 1, now);
    var sums = new Sums(cells, days, weights, List.of("5f1d"), List.of("changed"), false);
    return new Evidence(subject, 1, sums).data();
  }

  private static Day day(int after, String variation, long visitors) {
    return new Day(variation, FIRST.plusDays(after), visitors, 1, 2, 3);
  }

  private static Weights weights(int after, double list, double grid) {
    var shares = new LinkedHashMap<String, Double>();
    shares.put("list", list);
    shares.put("grid", grid);
    return new Weights(FIRST.plusDays(after), shares);
  }

  @Test
  void a_split_whose_weights_changed_is_checked_by_periods_without_the_days_of_change() {
    var data =
        data(
            List.of(
                day(0, "list", 90),
                day(0, "grid", 10),
                day(1, "list", 70),
                day(1, "grid", 30),
                day(2, "list", 50),
                day(2, "grid", 51)),
            List.of(),
            List.of(weights(0, 0.9, 0.1), weights(1, 0.5, 0.5)),
            3);
    assertThat(data.split())
        .containsExactly(
            new Period(List.of(90L, 10L), List.of(0.9, 0.1)),
            new Period(List.of(50L, 51L), List.of(0.5, 0.5)));
  }

  @Test
  void without_a_change_the_split_is_checked_as_a_whole_against_the_definition() {
    var data = data(List.of(day(0, "list", 6), day(1, "grid", 4)), List.of(), List.of(), 3);
    assertThat(data.split()).containsExactly(new Period(List.of(6L, 4L), List.of(5000.0, 5000.0)));
  }

  @Test
  void days_have_no_gaps_and_reach_up_to_yesterday_while_the_experiment_runs() {
    var cells =
        List.of(
            new Cell("converted", "grid", FIRST, null, Moments.ofConversions(4, 1)),
            new Cell("converted", "list", FIRST.plusDays(2), null, Moments.ofConversions(6, 3)));
    var data = data(List.of(day(0, "grid", 4), day(2, "list", 6)), cells, List.of(), 5);
    assertThat(data.days())
        .extracting(day -> day.date().getDayOfMonth())
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(data.days().get(0).sums())
        .containsExactly(Moments.NONE, Moments.ofConversions(4, 1));
    assertThat(data.days().get(1).sums()).containsExactly(Moments.NONE, Moments.NONE);
  }

  @Test
  void an_earlier_phase_is_reported_with_the_variations_that_it_had() {
    var shares = new LinkedHashMap<String, Double>();
    shares.put("rows", 0.5);
    shares.put("list", 0.5);
    var data =
        data(
            List.of(day(0, "list", 6), day(0, "rows", 4)),
            List.of(),
            List.of(new Weights(FIRST, shares)),
            3);
    assertThat(data.variations()).containsExactly("rows", "list");
    assertThat(data.split()).containsExactly(new Period(List.of(4L, 6L), List.of(0.5, 0.5)));
  }

  @Test
  void what_the_tracking_saw_is_told_in_the_order_of_the_variations() {
    var data = data(List.of(day(0, "grid", 4), day(2, "list", 6)), List.of(), List.of(), 3);
    assertThat(data.variations()).containsExactly("list", "grid");
    assertThat(data.integrity()).isEqualTo(new ExperimentData.Integrity(2, List.of(2L, 2L), 6));
    assertThat(data.provenance())
        .contains(new Provenance("rules", "5f1d"), new Provenance("change", "changed"));
  }
}
