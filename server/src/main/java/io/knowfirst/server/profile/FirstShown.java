package io.knowfirst.server.profile;

import io.knowfirst.experiments.assignment.Sticky;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.HoldoutAssignment;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a visitor was shown first of each experiment and holdout, read from exposures in any order.
 */
final class FirstShown {
  private static final Comparator<Map.Entry<String, Sticky>> OLDEST =
      Comparator.comparing((Map.Entry<String, Sticky> e) -> e.getValue().since())
          .thenComparing(Map.Entry::getKey);

  private final Map<String, Sticky> assignments;

  FirstShown(Map<String, Sticky> before) {
    this.assignments = new HashMap<>(before);
  }

  void add(Event exposure) {
    var values = exposure.values();
    var at = Instant.ofEpochMilli(exposure.at().toEpochMilli());
    if (values.get("experiment") instanceof String experiment
        && values.get("variation") instanceof String variation
        && values.get("propensity") instanceof Number propensity
        && !Boolean.FALSE.equals(values.get("counted"))) {
      var sticky =
          new Sticky(
              whole(values, "phase"),
              variation,
              whole(values, "bucket"),
              propensity.doubleValue(),
              at);
      keep(experiment, sticky);
    }
    if (values.get("holdouts") instanceof List<?> draws) {
      for (var text : draws) {
        var draw = HoldoutAssignment.Draw.of(text.toString());
        keep(
            draw.experiment(),
            new Sticky(1, draw.variation(), draw.bucket(), draw.propensity(), at));
      }
    }
  }

  Map<String, Sticky> assignments() {
    return assignments;
  }

  private void keep(String experiment, Sticky sticky) {
    assignments.merge(experiment, sticky, (one, other) -> Sticky.merge(one, other).kept());
    if (assignments.size() > Fold.NAMES) {
      assignments.remove(
          assignments.entrySet().stream().min(OLDEST).map(Map.Entry::getKey).orElseThrow());
    }
  }

  private static int whole(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number ? number.intValue() : 1;
  }
}
