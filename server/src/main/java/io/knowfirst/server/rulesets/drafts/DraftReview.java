package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.rulesets.drafts.DraftRefused.Why;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Review;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Steps;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Submission;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.InstantSource;
import java.util.Set;

/**
 * What people say to a draft: it is submitted with a frozen content, and approved or sent back by
 * another person.
 */
public final class DraftReview {
  private final Drafts drafts;
  private final DraftPublisher publisher;
  private final InstantSource clock;

  DraftReview(Drafts drafts, DraftPublisher publisher, InstantSource clock) {
    this.drafts = drafts;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Freezes the content, which must pass check and scenarios, for another person to look at. */
  public Future<Opened> submit(String id, SeenRevision seen, String who, String comment) {
    return drafts
        .open(id)
        .compose(
            opened -> {
              seen.check(opened.draft());
              Drafts.need(opened.draft(), "submitted", State.OPEN);
              if (opened.files().changes().isEmpty()) {
                throw new DraftRefused(
                    Why.STATE,
                    "The draft changes no file, so there is nothing to submit. Maybe discard it.");
              }
              if (opened.behind()) {
                throw RulesetRefused.movedOn(opened.draft().base(), opened.live());
              }
              return publisher.passing(opened.files()).map(opened);
            })
        .compose(
            opened ->
                drafts.step(
                    id,
                    exactly(opened),
                    (client, draft) -> {
                      var now = clock.instant();
                      var sent = new Submission(who, now, comment, opened.hash());
                      return update(
                          client,
                          draft.with(State.SUBMITTED, new Steps(sent, null, null, null, null), now),
                          who,
                          "submitted",
                          comment);
                    }));
  }

  /** Opens a draft again that was submitted or approved. */
  public Future<Opened> withdraw(String id, SeenRevision seen, String who, String comment) {
    return drafts.step(
        id,
        seen,
        (client, draft) -> {
          Drafts.need(draft, "withdrawn", State.SUBMITTED, State.APPROVED);
          var open = draft.with(State.OPEN, Steps.NONE, clock.instant());
          return update(client, open, who, "withdrawn", comment);
        });
  }

  /** A second person lets the submitted content go live. */
  public Future<Opened> approve(String id, SeenRevision seen, String who, String comment) {
    return drafts.step(
        id,
        seen,
        (client, draft) -> {
          Drafts.need(draft, "approved", State.SUBMITTED);
          var sent = draft.steps().submission();
          boolean own =
              draft.about().contributors().contains(who) || (sent != null && sent.by().equals(who));
          if (own) {
            throw new DraftRefused(
                Why.PERSON,
                "Whoever changed or submitted a draft does not approve it, expected another person. Maybe ask a colleague.");
          }
          var now = clock.instant();
          var steps = new Steps(sent, new Review(who, now, comment), null, null, null);
          return update(client, draft.with(State.APPROVED, steps, now), who, "approved", comment);
        });
  }

  /** A second person sends the draft back, with what is to be changed. */
  public Future<Opened> reject(String id, SeenRevision seen, String who, String comment) {
    return drafts.step(
        id,
        seen,
        (client, draft) -> {
          Drafts.need(draft, "rejected", State.SUBMITTED, State.APPROVED);
          var now = clock.instant();
          var steps = new Steps(null, new Review(who, now, comment), null, null, null);
          return update(client, draft.with(State.OPEN, steps, now), who, "rejected", comment);
        });
  }

  private Future<RuleDraft> update(
      SqlClient client, RuleDraft draft, String who, String what, String detail) {
    return drafts.store().update(client, draft, new DraftEvent(draft.changed(), who, what, detail));
  }

  private static SeenRevision exactly(Opened opened) {
    return new SeenRevision(Set.of(opened.draft().revision()), false);
  }
}
