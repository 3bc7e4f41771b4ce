package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.rulesets.versions.Rulesets;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;

/** All that can be done with drafts. */
public record DraftDesk(
    Drafts drafts,
    DraftReview review,
    DraftPublisher publisher,
    DraftRebase rebase,
    DraftReplays replays,
    Recordings recordings) {

  public static DraftDesk of(
      Vertx vertx, Pool pool, Rulesets rulesets, Recordings recordings, InstantSource clock) {
    var drafts = new Drafts(vertx, pool, rulesets, clock);
    var publisher = new DraftPublisher(vertx, drafts, rulesets, clock);
    return new DraftDesk(
        drafts,
        new DraftReview(drafts, publisher, clock),
        publisher,
        new DraftRebase(drafts, clock),
        new DraftReplays(vertx, pool, recordings, clock),
        recordings);
  }
}
