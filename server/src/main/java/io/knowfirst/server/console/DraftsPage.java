package io.knowfirst.server.console;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.RuleDraft;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.rulesets.versions.Version;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The drafts that are on their way, and the versions that went live lately, with the way back. */
final class DraftsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("drafts").withForms();

  /** Pages that work on a draft, and lead back to themselves. */
  private static final Set<String> WORKED_ON =
      Set.of("segments", "campaigns", "placements", "contents", "experiments", "preview");

  private static final int MOST = 100;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_VERSIONS = 20;
  private static final int SHOWN_HASH = 12;
  private static final int LONGEST_NOTE = 2_000;
  private static final int LONGEST_COMMENT = 500;

  private final Supplier<DraftDesk> desk;
  private final Supplier<Rulesets> rulesets;

  DraftsPage(Supplier<DraftDesk> desk, Supplier<Rulesets> rulesets) {
    this.desk = desk;
    this.rulesets = rulesets;
  }

  /**
   * The drafts.
   *
   * @param versions the latest first
   * @param who for whom they are shown
   * @param mayWrite whether they may make one
   * @param problem why something was not done, in English; empty for nothing
   */
  record Model(
      List<RuleDraft> drafts,
      List<Version> versions,
      ConsoleRequest who,
      boolean mayWrite,
      String problem) {
    /** Whether this person may let it decide again. */
    boolean mayReturnTo(Version version) {
      return !version.live() && version.state() == Version.State.APPROVED && mayRollBack(who);
    }

    static String shortened(Version version) {
      return version.hash().substring(0, SHOWN_HASH);
    }

    /** Whether it waits for the approval of this person. */
    boolean waits(RuleDraft draft) {
      return DraftSteps.waitsFor(draft, who);
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return show(request, "");
  }

  private Future<View> show(ConsoleRequest request, String problem) {
    return Future.all(
            desk.get().drafts().list(EnumSet.complementOf(EnumSet.of(State.DISCARDED)), MOST),
            rulesets.get().versions().page(null, MOST_VERSIONS))
        .map(
            both ->
                View.of(
                    "drafts.jte",
                    new Model(
                        both.resultAt(0),
                        both.resultAt(1),
                        request,
                        DraftSteps.mayWrite(request),
                        problem)));
  }

  private static boolean mayRollBack(ConsoleRequest request) {
    return request.who().user().caller().may(Set.of(Role.APPROVER, Role.OPERATOR));
  }

  /** Makes a draft of the rules that are live, or lets an earlier version decide again. */
  @Override
  public Future<View> submit(ConsoleRequest request) {
    return request.field("do").equals("rollback") ? rollback(request) : create(request);
  }

  private Future<View> rollback(ConsoleRequest request) {
    var comment = request.field("comment");
    if (!mayRollBack(request)) {
      return show(request, "That takes the role approver or operator.");
    }
    if (comment.length() > LONGEST_COMMENT) {
      return show(
          request,
          "The comment has %d characters, expected at most %d. Maybe shorten it."
              .formatted(comment.length(), LONGEST_COMMENT));
    }
    return rulesets
        .get()
        .rollback(request.field("version"), request.actor(), comment)
        .map(done -> View.lead("drafts?done=rollback"))
        .recover(
            failure ->
                failure instanceof RulesetRefused refused
                    ? show(request, refused.reason())
                    : Future.failedFuture(failure));
  }

  private Future<View> create(ConsoleRequest request) {
    if (!DraftSteps.mayWrite(request)) {
      return show(request, DraftSteps.AUTHORS_ONLY);
    }
    var name = request.field("name");
    var note = request.field("note");
    if (name.isEmpty() || name.length() > LONGEST_NAME || note.length() > LONGEST_NOTE) {
      return show(
          request,
          "The name has 1 to %d characters, the note at most %d."
              .formatted(LONGEST_NAME, LONGEST_NOTE));
    }
    return desk.get()
        .drafts()
        .create(name, note, null, request.actor().person())
        .map(
            opened ->
                WORKED_ON.contains(request.field("next"))
                    ? View.lead(Addresses.of(request.field("next"), opened.draft().id()))
                    : View.lead("draft?id=" + opened.draft().id()));
  }
}
