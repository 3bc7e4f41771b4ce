package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.report.ExperimentData;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.SumTable.Assigned;
import io.knowfirst.server.experiments.measurement.SumTable.Cell;
import io.knowfirst.server.experiments.measurement.SumTable.Day;
import io.knowfirst.server.experiments.measurement.SumTable.Judgement;
import io.knowfirst.server.experiments.measurement.SumTable.Part;
import io.knowfirst.server.experiments.measurement.SumTable.Sums;
import io.knowfirst.server.experiments.measurement.SumTable.Weights;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-11-01");

  @TempDir Path dir;

  private String analysis = "";

  private ExperimentData data(List<Day> days, List<Cell> cells, List<Weights> weights, int today) {
    return data(days, cells, List.of(), weights, today);
  }

  private ExperimentData data(
      List<Day> days, List<Cell> cells, List<Part> parts, List<Weights> weights, int today) {
    return data(days, cells, parts, weights, List.of(), null, today);
  }

  private ExperimentData data(
      List<Day> days,
      List<Cell> cells,
      List<Part> parts,
      List<Weights> weights,
      List<Assigned> split,
      @Nullable Judgement judgement,
      int today) {
    var folder = Story.folder(dir, "[converted, refunds]\n" + analysis);
    var layout = Experiments.of(folder.experiments().values()).find("layout");
    var now = FIRST.plusDays(today).atStartOfDay(ZoneOffset.UTC).toInstant();
    var subject = Subject.of("layout", folder, layout, 1, now);
    var sums =
        new Sums(
            cells,
            parts,
            List.of(),
            List.of(),
            List.of(),
            days,
            weights,
            split,
            judgement,
            List.of("5f1d"),
            List.of("changed"),
            false);
    return new Evidence(subject, 1, sums, List.of()).data(new NoteTable.Noted(List.of(), null));
  }

  private static Day day(int after, String variation, long visitors) {
    return new Day(variation, FIRST.plusDays(after), visitors, 1, 2, 3);
  }

  private static OffsetDateTime at(int after) {
    return FIRST.plusDays(after).atTime(12, 0).atOffset(ZoneOffset.UTC);
  }

  private static Weights weights(int after, double list, double grid) {
    var shares = new LinkedHashMap<String, Double>();
    shares.put("list", list);
    shares.put("grid", grid);
    return new Weights(at(after), shares);
  }

  @Test
  void a_split_whose_weights_changed_is_checked_by_those_that_assigned_each_visitor() {
    var days = List.of(day(0, "list", 160), day(0, "grid", 91));
    var split =
        List.of(
            new Assigned(at(0), "list", 110),
            new Assigned(at(0), "grid", 40),
            new Assigned(at(1), "list", 50),
            new Assigned(at(1), "grid", 51));
    var weights = List.of(weights(0, 0.9, 0.1), weights(1, 0.5, 0.5));
    var data = data(days, List.of(), List.of(), weights, split, null, 3);

    assertThat(data.split())
        .containsExactly(
            new Period(List.of(110L, 40L), List.of(0.9, 0.1)),
            new Period(List.of(50L, 51L), List.of(0.5, 0.5)));
    assertThat(data.stratifiedBy()).contains(ExperimentData.WEIGHTS);
  }

  @Test
  void a_fixed_test_has_its_result_once_the_windows_of_its_visitors_are_over() {
    analysis = "analysis: {looking: once, planned: 10}";
    var days = List.of(day(0, "list", 6), day(1, "grid", 4), day(2, "grid", 9));

    // Its goal has a window of 14 days, and 2 November is over on the 3rd.
    var open = data(days, List.of(), List.of(), List.of(), List.of(), null, 3).course();
    assertThat(open.judgedFrom()).isEqualTo("2026-11-17");
    var behind = data(days, List.of(), List.of(), List.of(), List.of(), null, 40).course();
    assertThat(behind.judgedFrom()).as("not fixed yet").isEqualTo(FIRST.plusDays(41));
    var judgement = new Judgement(FIRST.plusDays(1), LocalDate.parse("2026-11-17"));
    var judged = data(days, List.of(), List.of(), List.of(), List.of(), judgement, 40);
    assertThat(judged.course().judgedFrom()).isEqualTo("2026-11-17");
    assertThat(judged.provenance()).contains(new Provenance("judged", "2026-11-02"));
    var few = data(List.of(day(0, "list", 6)), List.of(), List.of(), List.of(), 3).course();
    assertThat(few.judgedFrom()).isNull();
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
            List.of(),
            List.of(new Weights(at(0), shares)),
            List.of(new Assigned(at(0), "list", 6), new Assigned(at(0), "rows", 4)),
            null,
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

  private static Cell cell(String variation, LocalDate day, String stratum, long n) {
    return new Cell("converted", variation, day, stratum, Moments.ofConversions(n, 1));
  }

  @Test
  void strata_are_told_for_the_whole_and_for_each_day_unless_the_owner_said_no() {
    var cells =
        List.of(
            cell("list", null, "new mobile", 9),
            cell("grid", null, "new mobile", 8),
            cell("list", null, "returning other", 7),
            cell("list", FIRST, null, 16),
            cell("grid", FIRST, null, 8),
            cell("list", FIRST, "new mobile", 9),
            cell("grid", FIRST, "new mobile", 8),
            cell("list", FIRST, "returning other", 7));
    var days = List.of(day(0, "list", 16), day(0, "grid", 8));
    var expected =
        Map.of(
            "new mobile", List.of(Moments.ofConversions(9, 1), Moments.ofConversions(8, 1)),
            "returning other", List.of(Moments.ofConversions(7, 1), Moments.NONE));

    var data = data(days, cells, List.of(), 1);
    assertThat(data.stratifiedBy()).containsExactly("visitor", "device");
    assertThat(data.metrics().get(0).strata()).isEqualTo(expected);
    assertThat(data.days().get(0).strata()).isEqualTo(expected);

    analysis = "analysis: {postStratify: false}";
    var plain = data(days, cells, List.of(), 1);
    assertThat(plain.stratifiedBy()).isEmpty();
    assertThat(plain.metrics().get(0).strata()).isEmpty();
    assertThat(plain.days().get(0).strata()).isEmpty();
  }

  @Test
  void segments_are_cut_by_cut_the_rest_last_and_never_everyone_again() {
    var parts =
        List.of(
            part("visitor", "new", "list", 5),
            part("visitor", "new", "grid", 5),
            part("channel", "web", "list", 5),
            part("device", "unknown", "grid", 1),
            part("device", "other", "grid", 1),
            part("device", "mobile", "list", 5),
            part("device", "tablet", "grid", 3));

    var segments = data(List.of(day(0, "list", 5)), List.of(), parts, List.of(), 1).segments();
    assertThat(segments).extracting("name").containsOnly("device");
    assertThat(segments)
        .extracting("value")
        .containsExactly("mobile", "tablet", "other", "unknown");
    assertThat(segments.get(0).sums()).containsExactly(Moments.ofConversions(5, 1), Moments.NONE);
  }

  @Test
  void segments_are_cut_by_period_where_weights_changed() {
    var parts =
        List.of(
            part("device", "mobile", "list", 5),
            part("device", "tablet", "list", 3),
            new Part("device", "mobile", "list", "1", Moments.ofConversions(4, 1)),
            new Part("device", "mobile", "list", "2", Moments.ofConversions(1, 0)));

    var segments = data(List.of(day(0, "list", 8)), List.of(), parts, List.of(), 1).segments();
    assertThat(segments.get(0).periods())
        .isEqualTo(
            Map.of(
                "1", List.of(Moments.ofConversions(4, 1), Moments.NONE),
                "2", List.of(Moments.ofConversions(1, 0), Moments.NONE)));
    assertThat(segments.get(1).periods()).isEmpty();
  }

  @Test
  void of_many_channels_the_ten_with_most_visitors_are_told_and_the_others_together() {
    var parts = new ArrayList<Part>();
    for (int i = 0; i < 13; i++) {
      parts.add(part("channel", "c" + i, "list", 100 - i));
      parts.add(part("channel", "c" + i, "grid", 100 - i));
    }
    var segments = data(List.of(day(0, "list", 5)), List.of(), parts, List.of(), 1).segments();

    assertThat(segments)
        .extracting("value")
        .containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "other");
    // c9 to c12: 91 + 90 + 89 + 88.
    assertThat(segments.get(9).sums().get(0)).isEqualTo(Moments.ofConversions(358, 4));
  }

  private static Part part(String cut, String value, String variation, long n) {
    return new Part(cut, value, variation, null, Moments.ofConversions(n, 1));
  }
}
