package io.knowfirst.server.console;

import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.DraftRebase.MergeConflict;
import io.knowfirst.server.rulesets.drafts.DraftRebase.Rebased;
import io.knowfirst.server.rulesets.drafts.DraftRebase.Resolution;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Appointment;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Moves a draft onto the version that is live by now, and to a time to come. */
record DraftMoves(DraftDesk desk, ConsoleRequest request) {
  private static final Duration FURTHEST = Duration.ofDays(366);
  private static final String MINE = "mine";
  private static final String LIVE = "live";

  /**
   * Rebases it. Where both changed a file, the form says whose it is to be; as long as it does not
   * say it for all of them, the answer has the conflicts and nothing is changed.
   *
   * @throws IllegalArgumentException where this person writes no drafts
   */
  Future<Rebased> rebase(String id) {
    if (!DraftSteps.mayWrite(request)) {
      throw new IllegalArgumentException(DraftSteps.AUTHORS_ONLY);
    }
    var seen = Workbench.seen(request);
    var who = request.actor().person();
    return desk.rebase()
        .rebase(id, seen, who, null)
        .compose(
            found -> {
              var chosen = chosen(found.conflicts());
              boolean answered =
                  !found.conflicts().isEmpty()
                      && chosen.size() == found.conflicts().size()
                      && request.field("onto").equals(found.onto());
              return answered
                  ? desk.rebase().rebase(id, seen, who, new Resolution(found.onto(), chosen))
                  : Future.succeededFuture(found);
            });
  }

  /** The texts of files whose form says whose they are to be. */
  private Map<String, @Nullable String> chosen(List<MergeConflict> conflicts) {
    var texts = new HashMap<String, @Nullable String>();
    for (var conflict : conflicts) {
      var whose = request.field("keep " + conflict.path());
      if (whose.equals(MINE) || whose.equals(LIVE)) {
        texts.put(conflict.path(), whose.equals(MINE) ? conflict.draft() : conflict.live());
      }
    }
    return texts;
  }

  /**
   * Lets it go live at the time of the form, by the shop's clock; of one that comes twice, at the
   * first.
   *
   * @throws IllegalArgumentException for no such time, or where this person approves nothing
   */
  Future<Opened> schedule(String id, ZoneId zone, Instant now) {
    if (!DraftSteps.mayApprove(request)) {
      throw new IllegalArgumentException(DraftSteps.APPROVERS_ONLY);
    }
    var due = due(request.field("at"), zone);
    if (due == null || !due.isAfter(now) || due.isAfter(now.plus(FURTHEST))) {
      throw new IllegalArgumentException(
          "at is \"%s\", expected a time to come within a year that there is in %s. Maybe another hour."
              .formatted(request.field("at"), zone));
    }
    var comment = request.field("comment");
    var when = new Appointment(request.actor().person(), due, zone, 1, comment);
    return desk.publisher().schedule(id, Workbench.seen(request), when);
  }

  private static @Nullable Instant due(String text, ZoneId zone) {
    try {
      var local = LocalDateTime.parse(text);
      var offsets = zone.getRules().getValidOffsets(local);
      return offsets.isEmpty() ? null : local.toInstant(offsets.get(0));
    } catch (DateTimeException none) {
      return null;
    }
  }
}
