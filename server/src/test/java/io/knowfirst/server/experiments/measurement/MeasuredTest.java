package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.RuleFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredTest {
  @TempDir Path dir;

  private RuleFolder folder;

  @BeforeEach
  void read() {
    folder = Story.folder(dir, "[orders]");
  }

  private List<MetricFile> metrics(String more) {
    var text =
        """
        placement: shelf
        variations:
          - {id: list, content: list, weight: 5000}
          - {id: grid, content: grid, weight: 5000}
        """
            + more;
    var file = ExperimentFile.read("experiments/x.yaml", "x", text, folder);
    return Measured.of(file, folder).metrics();
  }

  private static List<String> ids(List<MetricFile> metrics) {
    return metrics.stream().map(MetricFile::id).toList();
  }

  @Test
  void a_bandits_goal_comes_after_the_metrics_that_its_owner_named() {
    var metrics = metrics("metrics: [revenue]\nmode: bandit\ngoal: Signed Up\n");
    assertThat(ids(metrics)).containsExactly("revenue", "goal:Signed Up");
    var goal = metrics.get(1);
    assertThat(goal.kind()).isEqualTo(MetricFile.ValueKind.CONVERSION);
    assertThat(goal.value()).isEqualTo(new MetricFile.MetricAmount("Signed Up", null));
    assertThat(goal.window()).as("whenever it happens").isNull();
  }

  @Test
  void a_conversion_within_days_only_is_not_the_goal() {
    var metrics = metrics("metrics: [converted]\nmode: bandit\n");
    assertThat(ids(metrics)).containsExactly("converted", "goal:Order Completed");
  }

  @Test
  void what_is_no_bandit_has_the_metrics_that_its_owner_named() {
    assertThat(ids(metrics("metrics: [converted]\n"))).containsExactly("converted");
    assertThat(ids(metrics("")))
        .containsExactly("converted", "orders", "revenue", "basket", "refunds");
  }
}
