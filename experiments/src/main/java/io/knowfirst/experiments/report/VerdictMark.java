package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Verdict;

/**
 * How a verdict is seen at a glance: by colour, and by a sign for who does not tell colours apart.
 *
 * @param css class of the banner
 */
record VerdictMark(String css, String glyph) {

  static VerdictMark of(Verdict verdict) {
    return switch (verdict) {
      case SHIP -> new VerdictMark("good", "\u2713");
      case STOP -> new VerdictMark("bad", "\u2715");
      case NOT_HEALTHY, EXCLUDED -> new VerdictMark("bad", "!");
      case NO_DIFFERENCE -> new VerdictMark("calm", "=");
      case GUARDRAIL_OPEN, IMPLAUSIBLE -> new VerdictMark("calm", "?");
      case KEEP_RUNNING, BANDIT, HOLDOUT, NOT_ENOUGH_DATA, NOT_STARTED ->
          new VerdictMark("calm", "\u2026");
      case PAUSED, ENDED, DECIDED -> new VerdictMark("calm", "\u25a0");
    };
  }
}
