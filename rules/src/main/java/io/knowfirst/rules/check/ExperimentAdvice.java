package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.List;

/**
 * Experiments that run on one placement at the same time. KF230: one takes all visitors of another.
 * KF231: nobody said which of two is asked first.
 */
final class ExperimentAdvice implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var running =
        survey.folder().experiments().values().stream().filter(ExperimentFile::running).toList();
    for (int i = 0; i < running.size(); i++) {
      for (int j = i + 1; j < running.size(); j++) {
        var one = running.get(i);
        var other = running.get(j);
        if (one.meets(other)
            && Survey.overlap(one.from(), one.until(), other.from(), other.until())) {
          pair(survey, one, other, findings);
        }
      }
    }
  }

  private static void pair(
      Survey survey, ExperimentFile one, ExperimentFile other, List<Finding> findings) {
    var order = one.split().order();
    var others = other.split().order();
    if (order == null && others == null) {
      boolean starved = one.leavesNobodyTo(other) || other.leavesNobodyTo(one);
      findings.add(
          finding(
              survey,
              other,
              starved ? "KF230" : "KF231",
              (starved
                      ? "Experiments \"%s\" and \"%s\" run on %s, and the one that starts first takes all visitors of the other. %s"
                      : "Experiments \"%s\" and \"%s\" run on %s, and nobody said which is asked first. %s")
                  .formatted(
                      one.id(),
                      other.id(),
                      one.placement(),
                      "Maybe give each a part of an exclusion group, or an order.")));
      return;
    }
    boolean swapped = order == null || (others != null && others < order);
    var first = swapped ? other : one;
    var later = swapped ? one : other;
    if (first.leavesNobodyTo(later)) {
      findings.add(
          finding(
              survey,
              later,
              "KF230",
              "Experiment \"%s\" gets nobody on %s: \"%s\" is asked before it and takes all its visitors. Maybe give each a part of an exclusion group."
                  .formatted(later.id(), later.placement(), first.id())));
    }
  }

  private static Finding finding(
      Survey survey, ExperimentFile experiment, String code, String message) {
    return survey.warning(FolderPart.EXPERIMENT, experiment.id(), "placement", code, message);
  }
}
