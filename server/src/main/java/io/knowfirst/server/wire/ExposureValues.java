package io.knowfirst.server.wire;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.HoldoutAssignment;
import java.util.HashMap;
import java.util.Map;

/** What an exposure event keeps of the decision that its token tells of. */
final class ExposureValues {
  private ExposureValues() {}

  static Map<String, Object> of(Exposure exposure, boolean bot) {
    var values = new HashMap<String, Object>();
    values.put("decision", exposure.decision());
    values.put("placement", exposure.placement());
    values.put("outcome", exposure.outcome().word());
    if (exposure.campaign() != null) {
      values.put("campaign", exposure.campaign());
    }
    if (exposure.channel() != null) {
      values.put("channel", exposure.channel());
    }
    if (exposure.device() != null) {
      values.put("device", exposure.device());
    }
    if (exposure.cuts() != null) {
      values.put("cuts", exposure.cuts());
    }
    var tested = exposure.tested();
    if (tested != null) {
      values.put("experiment", tested.experiment());
      values.put("variation", tested.variation());
      values.put("phase", (long) tested.phase());
      values.put("bucket", (long) tested.bucket());
      values.put("propensity", tested.propensity());
      values.put("counted", tested.counted());
    }
    if (bot) {
      values.put("bot", true);
    }
    if (exposure.prefetched()) {
      values.put(Event.PREFETCHED, true);
    }
    if (!exposure.holdouts().isEmpty()) {
      values.put(
          "holdouts", exposure.holdouts().stream().map(HoldoutAssignment.Draw::text).toList());
    }
    return values;
  }
}
