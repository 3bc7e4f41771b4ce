package io.knowfirst.experiments.assignment;

/**
 * An experiment's place in a group of experiments of which a visitor enters at most one.
 *
 * @param group name shared by the experiments that exclude each other
 * @param from first bucket of the group's 10,000 that belongs to this experiment
 * @param to one past its last bucket
 */
public record Exclusion(String group, int from, int to) {

  /** Start of every group seed; experiment seeds may not begin with it. */
  static final String SEED_PREFIX = "__";

  public Exclusion {
    Checks.named("Exclusion group", group);
    if (from < 0 || to > BucketTable.BUCKETS || from >= to) {
      throw new IllegalArgumentException(
          "Range in exclusion group %s is %d to %d, expected 0 <= from < to <= 10000. Maybe `to` is meant to be exclusive."
              .formatted(group, from, to));
    }
  }

  /** Whether no visitor can be admitted to both. */
  public boolean disjointFrom(Exclusion other) {
    return group.equals(other.group) && (to <= other.from || other.to <= from);
  }

  boolean admits(String visitorId) {
    int bucket = HashVersion.V2.bucket(SEED_PREFIX + group, visitorId);
    return from <= bucket && bucket < to;
  }
}
