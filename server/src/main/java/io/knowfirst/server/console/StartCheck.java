package io.knowfirst.server.console;

import io.knowfirst.rules.folder.ExperimentFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Something to be sure of before an experiment starts.
 *
 * @param key of its words
 * @param must whether the start waits for it
 */
record StartCheck(String key, boolean ok, boolean must) {

  /** All that is to be sure of, by the live rules. */
  static List<StartCheck> of(ExperimentFile one, Policy live, Instant now) {
    var folder = live.folder();
    boolean shown =
        one.variations().stream().allMatch(v -> folder.contents().containsKey(v.content()));
    var until = one.until();
    boolean planned =
        one.given().get("analysis") instanceof Map<?, ?> analysis
            && (analysis.containsKey("minimumEffect") || analysis.containsKey("planned"));
    return List.of(
        new StartCheck("placement", folder.placements().containsKey(one.placement()), true),
        new StartCheck("contents", shown, true),
        new StartCheck("until", until == null || until.isAfter(now), true),
        new StartCheck("metrics", !folder.metrics().isEmpty(), false),
        new StartCheck("owner", one.owner() != null, false),
        new StartCheck("planned", planned, false));
  }
}
