package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.knowfirst.rules.folder.MetricFile.MetricAmount;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What metrics.yaml says of its kinds, and an experiment of its analysis. */
class MetricReaderTest {
  private static final String ANALYSIS =
      "analysis: {looking: once, planned: 4000, alpha: 0.1, correction: benjamini-hochberg, minimumEffect: 0.05, postStratify: false}";

  private static SortedMap<String, String> files(String metric, String analysis) {
    var files = new TreeMap<>(SoundFolder.FILES);
    files.computeIfPresent("metrics.yaml", (name, text) -> text + metric + "\n");
    files.computeIfPresent(
        "experiments/layout.yaml", (name, text) -> text.replace(ANALYSIS, analysis));
    return files;
  }

  private static MetricFile metric(String metric) {
    return RuleFolder.of(files(metric, ANALYSIS)).metrics().get("m");
  }

  private static Measurement measurement(String analysis) {
    return RuleFolder.of(files("", "analysis: " + analysis))
        .experiments()
        .get("layout")
        .measurement();
  }

  @Test
  void a_funnel_counts_its_steps_and_stands_for_the_last_one() {
    var funnel = metric("- {id: m, kind: funnel, steps: [View, Add, Buy], window: 7}");
    assertThat(funnel.form().steps()).containsExactly("View", "Add", "Buy");
    assertThat(funnel.value()).isEqualTo(new MetricAmount("Buy", null));
    assertThat(funnel.amounts())
        .extracting(MetricAmount::event)
        .containsExactly("View", "Add", "Buy");
    assertThat(funnel.isRate()).isTrue();
  }

  @Test
  void a_retention_counts_between_two_days_whatever_happens_where_no_event_is_named() {
    var any = metric("- {id: m, kind: retention, from: 7, until: 14}");
    assertThat(any.form().from()).isEqualTo(7);
    assertThat(any.window()).isEqualTo(14);
    assertThat(any.value().event()).isEqualTo(MetricFile.ANY_EVENT);
    assertThat(any.amounts()).isEmpty();
    var viewed = metric("- {id: m, kind: retention, event: View, from: 1, until: 2}");
    assertThat(viewed.amounts()).containsExactly(new MetricAmount("View", null));
  }

  @Test
  void a_quantile_is_of_a_property() {
    var p90 = metric("- {id: m, kind: quantile, quantile: 0.9, event: Load, property: ms}");
    assertThat(p90.form().quantile()).isEqualTo(0.9);
    assertThat(p90.value()).isEqualTo(new MetricAmount("Load", "ms"));
    assertThat(p90.isRate()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: funnel, steps: [Buy] | steps | 1 steps, expected 2 to 10",
        "kind: funnel | | 0 steps, expected 2 to 10",
        "kind: funnel, steps: [A, B], event: C | event | event",
        "kind: funnel, steps: [A, B], covariate: 7 | covariate | no covariate",
        "kind: funnel, steps: [A, B], unit: EUR | unit | no unit",
        "kind: funnel, steps: [A, B], cap: 3 | cap | cap",
        "kind: retention, from: 7, until: 7 | until | a day after from, 7. Maybe until: 14",
        "kind: retention, from: 7 | | until is missing",
        "kind: retention, from: 0, until: 3 | from | from 1 to 364",
        "kind: retention, from: 1, until: 3, window: 3 | window | window",
        "kind: quantile, quantile: 0.5, event: A | | needs the property",
        "kind: quantile, event: A, property: b | | Maybe the median: quantile: 0.5",
        "kind: quantile, quantile: 1, event: A, property: b | quantile | from 0.01 to 0.99",
        "kind: count, event: A, quantile: 0.5 | quantile | quantile",
        "kind: count, event: A, steps: [B] | steps | steps",
      })
  void a_metric_of_another_kind_is_told_what_does_not_go_with_it(
      String metric, @Nullable String at, String words) {
    refused(files("- {id: m, " + metric + "}", ANALYSIS), "metrics.yaml", at, words);
  }

  @Test
  void what_an_analysis_says_is_read() {
    var design =
        measurement(
                "{looking: grouped, planned: 4000, looks: 4, minimumDays: 14, plausibleLift: 1.5, alternative: one-sided}")
            .design();
    assertThat(design)
        .isEqualTo(new Measurement.Design(14, 1.5, Measurement.Alternative.ONE_SIDED, 4));
    assertThat(measurement("{alpha: 0.05}").design()).isEqualTo(Measurement.Design.DEFAULT);
  }

  @Test
  void segments_of_its_own_are_traits_and_fields_of_the_context() {
    var segments =
        measurement(
                "{segments: [{trait: tier, name: Loyalty, values: [gold, silver]}, {context: geo.country, values: [DE]}]}")
            .segments();
    assertThat(segments)
        .containsExactly(
            new Dimension(
                Dimension.DimensionSource.TRAIT, "tier", "Loyalty", List.of("gold", "silver")),
            new Dimension(
                Dimension.DimensionSource.CONTEXT, "geo.country", "geo.country", List.of("DE")));
    assertThat(segments.get(0).of(List.of("bronze", "silver"))).isEqualTo("silver");
    assertThat(segments.get(0).of(List.of("bronze"))).isEqualTo("other");
    assertThat(segments.get(0).of(List.of())).isEqualTo("unknown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{plausibleLift: 0.001} | plausibleLift | from 0.01 to 100",
        "{plausibleLift: much} | plausibleLift | a number",
        "{plausibleLif: 1} | plausibleLif | Maybe \"plausibleLift\"",
        "{minimumDays: 10} | minimumDays | whole weeks, since weekdays and weekends differ. Maybe minimumDays: 14",
        "{minimumDays: 371} | minimumDays | from 0 to 365",
        "{alternative: less} | alternative | one-sided",
        "{looking: grouped, planned: 400} | looking | needs looks, from 2 to 20",
        "{looking: grouped, planned: 400, looks: 21} | looks | from 2 to 20",
        "{looks: 3} | looks | Only a grouped test has looks",
        "{looking: grouped, looks: 3} | looking | needs planned",
        "{looking: once} | looking | needs planned",
        "{correction: bonferroni} | correction | benjamini-hochberg",
        "{minimumEffect: 0} | minimumEffect | from 1.0E-4 to 10",
        "{postStratify: perhaps} | postStratify | true or false",
        "{segments: [{values: [a]}]} | | either trait or context",
        "{segments: [{trait: a, context: locale, values: [a]}]} | | either trait or context",
        "{segments: [{context: geo.contry, values: [a]}]} | context | Maybe \"geo.country\"",
        "{segments: [{trait: tier}]} | | 0 values, expected 1 to 20",
        "{segments: [{trait: tier, values: [a, a]}]} | a] | stands twice",
        "{segments: [{trait: tier, values: [other]}]} | values | has \"other\"",
        "{segments: [{trait: tier, name: device, values: [a]}]} | name | has \"device\"",
        "{segments: [{trait: tier, values: [a]}, {trait: tier, values: [b]}]} | segments | there twice",
      })
  void an_analysis_that_does_not_go_together_is_told_where(
      String analysis, @Nullable String at, String words) {
    refused(files("", "analysis: " + analysis), "experiments/layout.yaml", at, words);
  }

  /** A finding on that key or its value; on the table where no key is given. */
  private static void refused(
      SortedMap<String, String> files, String file, @Nullable String at, String words) {
    var refused = catchThrowableOfType(RuleFolderException.class, () -> RuleFolder.of(files));
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.file()).isEqualTo(file);
              assertThat(finding.message()).contains(words);
              if (at != null) {
                var line = files.get(file).lines().toList().get(finding.line() - 1);
                int column = finding.column() - 1;
                assertThat(
                        line.substring(0, column).endsWith(at + ": ")
                            || line.substring(column).startsWith(at))
                    .as("%s at %s", at, line.substring(column))
                    .isTrue();
              }
            });
  }
}
