package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Banner;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the data say, put as it concerns an experiment that has come so far. */
final class CourseVerdict {

  private CourseVerdict() {}

  /**
   * @param visitors of all variations
   * @param ofData what the data say by themselves
   */
  static Banner of(Course course, long visitors, Supplier<Banner> ofData) {
    if (course.stage() == Course.Stage.WAITING && visitors == 0) {
      return new Banner(Verdict.NOT_STARTED, null, null, List.of(Sentence.of("banner.notStarted")));
    }
    var found = ofData.get();
    if (course.stage() == Course.Stage.HOLDOUT) {
      return found.verdict() == Verdict.NOT_HEALTHY
          ? found
          : new Banner(Verdict.HOLDOUT, null, null, List.of(Sentence.of("banner.holdout")));
    }
    if (course.stage().over()) {
      return new Banner(Verdict.DECIDED, course.decision(), null, found.reasons());
    }
    return switch (course.stage()) {
      case PAUSED -> still(found, Verdict.PAUSED, "banner.paused");
      case ENDED -> still(found, Verdict.ENDED, "banner.ended");
      default -> found;
    };
  }

  /** A verdict stands also where nobody is assigned; waiting for more does not. */
  private static Banner still(Banner found, Verdict verdict, String why) {
    return switch (found.verdict()) {
      case KEEP_RUNNING, BANDIT, NOT_ENOUGH_DATA -> {
        var reasons = new ArrayList<>(List.of(Sentence.of(why)));
        reasons.addAll(found.reasons());
        yield new Banner(verdict, null, null, reasons);
      }
      default -> found;
    };
  }
}
