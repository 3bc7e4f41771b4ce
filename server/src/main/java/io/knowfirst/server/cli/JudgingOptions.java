package io.knowfirst.server.cli;

import io.knowfirst.experiments.report.Design;
import io.knowfirst.experiments.report.ReportSettings;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a report on a file judges. */
final class JudgingOptions {
  private static final double POWER = 0.8;

  @Option(
      names = "--sequential",
      paramLabel = "N",
      description = "Intervals that stay valid at every look, tightest at N visitors.")
  private @Nullable Long sequential;

  @Option(
      names = "--correction",
      defaultValue = "holm",
      description =
          "For several goals and variations: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Correction correction = Correction.HOLM;

  @Option(
      names = "--alpha",
      defaultValue = "0.05",
      description = "Significance level (default: ${DEFAULT-VALUE}).")
  private double alpha;

  @Option(
      names = "--one-sided",
      description = "Tests each side by itself at the full alpha (default: two-sided).")
  private boolean oneSided;

  @Option(
      names = "--plausible-lift",
      paramLabel = "LIFT",
      defaultValue = "0.5",
      description =
          "A larger one asks for a check before it ships; 0.5 is +50%% (default:"
              + " ${DEFAULT-VALUE}).")
  private double plausibleLift = Design.PLAUSIBLE;

  ReportSettings settings() {
    var looking = sequential == null ? Looking.ONCE : Looking.ALWAYS;
    return new ReportSettings(looking, alpha, correction, sequential, POWER)
        .with(new Design(0, plausibleLift, oneSided, 0));
  }
}
