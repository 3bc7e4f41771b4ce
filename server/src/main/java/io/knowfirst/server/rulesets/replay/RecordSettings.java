package io.knowfirst.server.rulesets.replay;

/**
 * How much of what is decided is recorded, for how long, and what it is good for.
 *
 * @param share of all decisions, 0 to 1
 * @param days 1 to 365
 * @param maxChange the greatest share of recorded decisions that a new version of the rules may
 *     change, 0 to 1; 1 asks nothing
 */
public record RecordSettings(double share, int days, double maxChange) {
  public static final RecordSettings DEFAULTS = new RecordSettings(0.1, 7, 1);

  public RecordSettings {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "record is %s, expected 0 to 1. Maybe 0.1 was meant, one decision of ten."
              .formatted(share));
    }
    if (days < 1 || days > 365) {
      throw new IllegalArgumentException(
          "record-days is %d, expected 1 to 365. Maybe 7 was meant.".formatted(days));
    }
    if (!(maxChange >= 0 && maxChange <= 1)) {
      throw new IllegalArgumentException(
          "max-change is %s, expected 0%% to 100%%. Maybe 3%% was meant.".formatted(maxChange));
    }
  }
}
