package io.knowfirst.experiments.report;

/**
 * How an experiment was planned beside its number of visitors.
 *
 * @param minimumDays whole weeks for which numbers stay hidden, in days; 0 for none
 * @param plausibleLift a larger one, or the drop that undoes one, asks for a check before it ships
 * @param oneSided whether each side is tested by itself at the full alpha
 * @param looks of a grouped test, evenly over its planned visitors; 0 for no such test
 */
public record Design(int minimumDays, double plausibleLift, boolean oneSided, int looks) {

  /** Two-sided, shown from the first day, and every lift is taken as it is. */
  public static final Design DEFAULT = new Design(0, Double.POSITIVE_INFINITY, false, 0);

  /** From which a check is asked for where nobody said; GrowthBook has the same. */
  public static final double PLAUSIBLE = 0.5;

  private static final int WEEK = 7;

  public Design {
    if (minimumDays < 0 || minimumDays % WEEK != 0 || !(plausibleLift > 0) || looks < 0) {
      throw new IllegalArgumentException(
          "Design has minimum days %d, plausible lift %s, looks %d; expected whole weeks, a lift above 0, looks 0 or more. Maybe %d days."
              .formatted(
                  minimumDays, plausibleLift, looks, Math.max(WEEK, minimumDays / WEEK * WEEK)));
    }
  }

  /** Whether a lift is too large to be taken as it is. */
  boolean implausible(double lift) {
    return Math.abs(Math.log1p(lift)) > Math.log1p(plausibleLift);
  }
}
