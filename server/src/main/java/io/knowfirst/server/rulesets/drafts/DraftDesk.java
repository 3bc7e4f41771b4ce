package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.replay.ReplayReport;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;

/** All that can be done with drafts. */
public record DraftDesk(
    Drafts drafts, DraftReview review, DraftRebase rebase, DraftReplays replays) {

  /**
   * @param replay {@code Replays::run}
   */
  public static DraftDesk of(
      Vertx vertx,
      Pool pool,
      Rulesets rulesets,
      BiFunction<Question, LongConsumer, Future<ReplayReport>> replay,
      InstantSource clock) {
    var drafts = new Drafts(pool, rulesets, clock);
    return new DraftDesk(
        drafts,
        new DraftReview(vertx, drafts, rulesets, clock),
        new DraftRebase(drafts, clock),
        new DraftReplays(vertx, pool, replay, clock));
  }
}
