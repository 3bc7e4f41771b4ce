package io.knowfirst.rules.facts;

import io.knowfirst.rules.facts.InterestWeights.Act;
import java.util.ArrayList;
import java.util.List;

/** What speaks for one interest: acts, and their points summed as of one moment. */
final class InterestSum {
  private static final int RECENT_DAYS = 7;
  private static final int EARLIER_WEEKS = 4;
  private static final int ORIGINS = 5;

  private final InterestWeights weights;
  private final int depth;
  private final List<Touch> touches = new ArrayList<>();
  private final double[] sums = new double[Act.values().length];

  /**
   * @param depth of the category that it is for; 0 for another kind
   */
  InterestSum(InterestWeights weights, int depth) {
    this.weights = weights;
    this.depth = depth;
  }

  int depth() {
    return depth;
  }

  /**
   * @param touch no older than those before
   * @param moment in milliseconds since the epoch, the same for all
   */
  @SuppressWarnings("EnumOrdinal")
  void add(Act act, Touch touch, long moment) {
    touches.add(touch);
    sums[act.ordinal()] += points(act, touch) * weights.left(act, moment - touch.at());
  }

  /**
   * @param left what is left of a point since the moment of the sums, by act
   */
  double score(double[] left) {
    double score = 0;
    for (int i = 0; i < sums.length; i++) {
      score += sums[i] * left[i];
    }
    return score;
  }

  /** As {@link Interest#trend} says. */
  double trend(ShopClock clock) {
    long recently = clock.since(RECENT_DAYS - 1);
    long earlier = clock.since(RECENT_DAYS * (EARLIER_WEEKS + 1) - 1);
    double recent = 0;
    double before = 0;
    for (int i = touches.size() - 1; i >= 0 && touches.get(i).at() >= earlier; i--) {
      var touch = touches.get(i);
      var act = Interests.act(touch);
      double points = act == null ? 0 : Math.max(0, points(act, touch));
      recent += touch.at() >= recently ? points : 0;
      before += touch.at() >= recently ? 0 : points / EARLIER_WEEKS;
    }
    return recent + before == 0 ? 0 : (recent - before) / (recent + before);
  }

  /** Newest first. */
  List<Origin> origins() {
    var origins = new ArrayList<Origin>(ORIGINS);
    for (int i = touches.size() - 1; i >= 0 && origins.size() < ORIGINS; i--) {
      origins.add(touches.get(i).origin());
    }
    return origins;
  }

  private double points(Act act, Touch touch) {
    double rated = act == Act.RATING ? Rating.weight(touch) : touch.times();
    return weights.weight(act) * rated;
  }
}
