package io.knowfirst.server.rulesets.replay;

/**
 * How often something was there, before and after.
 *
 * @param before decisions (or placements decided) with it under the rules in force
 * @param after under the edited rules
 * @param gained those that have it only after
 * @param lost those that had it only before
 */
public record Counts(long before, long after, long gained, long lost) {
  static final Counts NONE = new Counts(0, 0, 0, 0);

  static Counts of(boolean before, boolean after) {
    return new Counts(
        before ? 1 : 0, after ? 1 : 0, after && !before ? 1 : 0, before && !after ? 1 : 0);
  }

  Counts plus(Counts other) {
    return new Counts(
        before + other.before, after + other.after, gained + other.gained, lost + other.lost);
  }
}
