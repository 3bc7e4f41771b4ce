package io.knowfirst.experiments.assignment;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as assignment sees it. Everything else, such as its audience and its schedule, was
 * decided before.
 *
 * @param id unique name
 * @param phase from 1; a change that would bias the result starts a new phase with a new seed
 * @param seed hashed together with the visitor id; no two running experiments share one
 * @param hashVersion how buckets are computed
 * @param variations at least two, weights sum to 10,000; the first is the control
 * @param coverage share of the visitors that take part, in basis points
 * @param buckets which variation owns which bucket
 * @param exclusion place in a group of mutually exclusive experiments, or null
 * @param forced visitor id to variation id, for quality assurance
 */
public record Experiment(
    String id,
    int phase,
    String seed,
    HashVersion hashVersion,
    List<Variation> variations,
    int coverage,
    BucketTable buckets,
    @Nullable Exclusion exclusion,
    Map<String, String> forced) {

  public Experiment {
    Checks.named("Experiment id", id);
    Checks.named("Seed of experiment " + id, seed);
    Checks.basisPoints("Coverage of experiment " + id, coverage);
    variations = List.copyOf(variations);
    forced = Map.copyOf(forced);
    List<String> ids = variations.stream().map(Variation::id).toList();
    require(phase >= 1, "Phase of experiment " + id, phase, "1 or more", "phases start at 1");
    require(
        !seed.startsWith(Exclusion.SEED_PREFIX),
        "Seed of experiment " + id,
        seed,
        "no leading \"__\"",
        "use the experiment's id: \"__\" marks exclusion groups");
    require(
        ids.size() >= 2 && ids.stream().distinct().count() == ids.size(),
        "Variations of experiment " + id,
        ids,
        "two or more different ids",
        "one of them was copied");
    require(
        buckets.variations() == ids.size(),
        "Bucket table of experiment " + id,
        buckets,
        "one for " + ids.size() + " variations",
        "a variation was added: start a new phase");
    require(
        ids.containsAll(forced.values()),
        "Forced variations of experiment " + id,
        forced.values(),
        "some of " + ids,
        "a variation was renamed");
  }

  /** A first phase, seeded with the experiment's id, hash version 2. */
  public static Experiment first(String id, List<Variation> variations, int coverage) {
    return of(id, 1, id, HashVersion.V2, variations, coverage);
  }

  /** An experiment with a fresh bucket table, in no exclusion group, with nobody forced. */
  public static Experiment of(
      String id,
      int phase,
      String seed,
      HashVersion hashVersion,
      List<Variation> variations,
      int coverage) {
    Checks.basisPoints("Coverage of experiment " + id, coverage);
    var buckets = BucketTable.fresh(variations, coverage);
    return new Experiment(
        id, phase, seed, hashVersion, variations, coverage, buckets, null, Map.of());
  }

  /**
   * Finds the visitor's variation: forced, else sticky, else exclusion group, coverage and hash. A
   * sticky visitor stays whatever became of group, coverage and weights.
   *
   * @param visitorId hashed by UTF-16 code units; empty means nobody
   * @param earlier what was kept of an earlier assignment to this experiment, or null
   */
  public AssignmentResult assign(String visitorId, @Nullable Sticky earlier) {
    if (visitorId.isEmpty()) {
      return unassigned(Unassigned.Reason.NO_VISITOR_ID);
    }
    int bucket = hashVersion.bucket(seed, visitorId);
    String forcedTo = forced.get(visitorId);
    if (forcedTo != null) {
      return new Assignment(id, phase, forcedTo, bucket, 1, Assignment.Source.FORCED);
    }
    if (earlier != null) {
      var kept = earlier.in(this);
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    if (exclusion != null && !exclusion.admits(visitorId)) {
      return unassigned(Unassigned.Reason.EXCLUDED_BY_GROUP);
    }
    int variation = buckets.ownerOf(bucket);
    if (variation < 0) {
      return unassigned(Unassigned.Reason.NOT_IN_COVERAGE);
    }
    return new Assignment(
        id,
        phase,
        variations.get(variation).id(),
        bucket,
        buckets.share(variation),
        Assignment.Source.HASHED);
  }

  /**
   * How a visitor would come to their variation, if they take part: of several experiments on one
   * placement the one that forces them goes first, then the one they saw first.
   */
  public Assignment.Source precedence(String visitorId, @Nullable Sticky earlier) {
    return forced.containsKey(visitorId)
        ? Assignment.Source.FORCED
        : earlier != null && earlier.in(this).isPresent()
            ? Assignment.Source.STICKY
            : Assignment.Source.HASHED;
  }

  /**
   * Lets more visitors in; nobody who takes part moves.
   *
   * @throws IllegalArgumentException if coverage would shrink, which needs a new phase
   */
  public Experiment withCoverage(int wider) {
    Checks.basisPoints("Coverage of experiment " + id, wider);
    require(
        wider >= coverage,
        "Coverage of experiment " + id,
        wider,
        "at least " + coverage,
        "start a new phase to shrink it, or pause the experiment");
    return copy(variations, wider, buckets.reallocated(variations, wider), exclusion, forced);
  }

  /**
   * Changes the weights; only the visitors who must move do, and none who is sticky. Samples of
   * different weights are to be checked period by period.
   *
   * @throws IllegalArgumentException if ids or their order differ, which needs a new phase
   */
  public Experiment withWeights(List<Variation> reweighted) {
    List<String> expected = variations.stream().map(Variation::id).toList();
    List<String> given = reweighted.stream().map(Variation::id).toList();
    require(
        given.equals(expected),
        "Variations of experiment " + id,
        given,
        expected,
        "start a new phase to add, drop or rename one");
    var moved = buckets.reallocated(reweighted, coverage);
    return copy(reweighted, coverage, moved, exclusion, forced);
  }

  /** Takes a place in a group of mutually exclusive experiments. */
  public Experiment withExclusion(Exclusion place) {
    return copy(variations, coverage, buckets, place, forced);
  }

  /** Forces visitors, by id, into variations; their data is never counted. */
  public Experiment withForced(Map<String, String> visitors) {
    return copy(variations, coverage, buckets, exclusion, visitors);
  }

  /** Starts over: next phase, new seed, fresh buckets; earlier assignments no longer hold. */
  public Experiment nextPhase(List<Variation> changed, int newCoverage) {
    int next = phase + 1;
    var fresh = of(id, next, id + ":" + next, hashVersion, changed, newCoverage);
    return fresh.copy(changed, newCoverage, fresh.buckets, exclusion, forced);
  }

  int indexOf(String variation) {
    for (int i = 0; i < variations.size(); i++) {
      if (variations.get(i).id().equals(variation)) {
        return i;
      }
    }
    return -1;
  }

  private Unassigned unassigned(Unassigned.Reason reason) {
    return new Unassigned(id, phase, reason);
  }

  private Experiment copy(
      List<Variation> variations,
      int coverage,
      BucketTable buckets,
      @Nullable Exclusion exclusion,
      Map<String, String> forced) {
    return new Experiment(
        id, phase, seed, hashVersion, variations, coverage, buckets, exclusion, forced);
  }

  private static void require(
      boolean holds, String name, Object value, Object expected, String advice) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s is %s, expected %s. Maybe %s.".formatted(name, value, expected, advice));
    }
  }
}
