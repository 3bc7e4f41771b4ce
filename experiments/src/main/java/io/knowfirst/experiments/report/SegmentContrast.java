package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Heterogeneity;
import io.knowfirst.experiments.statistics.Scale;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the values of a segment differ in their effect. */
final class SegmentContrast {

  private final ExperimentData data;

  SegmentContrast(ExperimentData data) {
    this.data = data;
  }

  /**
   * p of one look for a variation's differences to be equal, or null where fewer than two exist.
   */
  @Nullable Double p(String segment, int variation) {
    List<Difference> differences = new ArrayList<>();
    for (var part : data.segments()) {
      if (part.name().equals(segment)) {
        Comparison.of(data.deciding().metric(), part.sums(), variation, part.strata())
            .opened(Scale.ABSOLUTE)
            .found()
            .ifPresent(differences::add);
      }
    }
    return Heterogeneity.of(differences).map(Heterogeneity::p).found().orElse(null);
  }
}
