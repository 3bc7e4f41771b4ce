package io.knowfirst.experiments.assignment;

/**
 * A persistent share of the visitors for whom a rule applies who get what they would have got if
 * they were unknown: one half the test, the other half the default.
 *
 * <p>The test half fills up from bucket 0 and the default half from bucket 9,999, so that a share
 * that grows never moves a visitor who is held out already.
 *
 * @param scope what is held out, such as "global" or a campaign's id; part of the hash
 * @param share basis points of the visitors, 0 to 10,000; an odd one goes to the test
 */
public record Holdout(String scope, int share) {

  /** Share of a holdout that nobody configured: 5 %. */
  public static final int DEFAULT_SHARE = 500;

  private static final String SEED_PREFIX = "holdout:";

  public Holdout {
    Checks.named("Scope of holdout", scope);
    Checks.basisPoints("Share of holdout " + scope, share);
  }

  /** What a visitor gets. */
  public enum Arm {
    /** The rule's content, as if there were no holdout. */
    KNOWN,
    /** No rule: the experiment where one runs, else the default. */
    TEST,
    /** No rule and no experiment. */
    DEFAULT
  }

  /**
   * The arm drawn for one visitor.
   *
   * @param scope of the holdout that decided
   * @param arm what the visitor gets
   * @param bucket 0 to 9,999
   * @param propensity probability of this arm, above 0 and at most 1
   */
  public record Draw(String scope, Arm arm, int bucket, double propensity) {

    /** Whether rules are kept from this visitor. */
    public boolean held() {
      return arm != Arm.KNOWN;
    }

    /**
     * Asks a narrower holdout where this one lets the rule through; the propensity is that of both
     * steps, since their hashes are independent.
     */
    public Draw orElse(Holdout narrower, String visitorId) {
      if (held()) {
        return this;
      }
      Draw inner = narrower.draw(visitorId);
      return new Draw(inner.scope, inner.arm, inner.bucket, propensity * inner.propensity);
    }
  }

  /** Draws the visitor's arm; the same visitor always draws the same. */
  public Draw draw(String visitorId) {
    int bucket = HashVersion.V2.bucket(SEED_PREFIX + scope, visitorId);
    int toTest = share - share / 2;
    int toDefault = share / 2;
    if (bucket < toTest) {
      return drawn(Arm.TEST, bucket, toTest);
    }
    if (bucket >= BucketTable.BUCKETS - toDefault) {
      return drawn(Arm.DEFAULT, bucket, toDefault);
    }
    return drawn(Arm.KNOWN, bucket, BucketTable.BUCKETS - share);
  }

  private Draw drawn(Arm arm, int bucket, int buckets) {
    return new Draw(scope, arm, bucket, (double) buckets / BucketTable.BUCKETS);
  }
}
