package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Effect;
import io.knowfirst.experiments.statistics.GroupSequential;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.StatisticalResult;
import java.util.List;

/**
 * Interval and p of a difference, as often as the settings look at it. Each side by itself is the
 * two-sided test at twice alpha, read on the side of the estimate.
 *
 * @param variations of the experiment, the control among them
 * @param fractions of the planned visitors at each look of a grouped test so far
 */
record Judge(ReportSettings settings, int variations, List<Double> fractions) {

  Judge {
    fractions = List.copyOf(fractions);
  }

  /** Once there is enough; credible for a bandit, which needs no gate. */
  StatisticalResult<Effect> of(Comparison comparison, Scale scale) {
    return of(comparison, scale, settings.alpha());
  }

  /** At a stricter alpha than the settings'. */
  StatisticalResult<Effect> of(Comparison comparison, Scale scale, double alpha) {
    return switch (settings.looking()) {
      case BANDIT -> comparison.on(scale).map(d -> d.z(alpha));
      case ONCE -> comparison.opened(scale).map(d -> once(cautious(comparison, d), alpha));
      case GROUPED -> comparison.opened(scale).map(d -> grouped(cautious(comparison, d), alpha));
      case ALWAYS -> comparison.opened(scale).map(d -> always(d, alpha));
    };
  }

  /** As {@link #of}, for the interval alone; p means nothing. */
  StatisticalResult<Effect> interval(Comparison comparison, Scale scale, double alpha) {
    return settings.looking() == ReportSettings.Looking.GROUPED && !fractions.isEmpty()
        ? comparison
            .opened(scale)
            .map(d -> cautious(comparison, d))
            .map(new GroupSequential(oneSided() ? 2 * alpha : alpha, fractions)::interval)
        : of(comparison, scale, alpha);
  }

  /** At a few looks skewed sums need wider intervals; a sequence is wide enough. */
  private static Difference cautious(Comparison comparison, Difference difference) {
    return difference.widened(comparison.whole().caution());
  }

  private boolean oneSided() {
    return settings.design().oneSided();
  }

  private Effect once(Difference difference, double alpha) {
    return oneSided() ? half(difference.welch(2 * alpha)) : difference.welch(alpha);
  }

  /** Before the first look there is no boundary; what is shown then is that of a single look. */
  private Effect grouped(Difference difference, double alpha) {
    if (fractions.isEmpty()) {
      return once(difference, alpha);
    }
    return oneSided()
        ? half(new GroupSequential(2 * alpha, fractions).effect(difference))
        : new GroupSequential(alpha, fractions).effect(difference);
  }

  private Effect always(Difference difference, double alpha) {
    var sequence = settings.sequence(variations);
    return oneSided() ? sequence.oneSided(difference, alpha) : sequence.effect(difference, alpha);
  }

  private static Effect half(Effect effect) {
    return new Effect(
        effect.scale(),
        effect.method(),
        effect.estimate(),
        effect.standardError(),
        effect.interval(),
        effect.p() / 2);
  }
}
