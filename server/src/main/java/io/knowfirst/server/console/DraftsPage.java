package io.knowfirst.server.console;

import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.RuleDraft;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The drafts that are on their way, and those that went live lately. */
final class DraftsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("drafts").withForms();

  /** Pages that work on a draft, and lead back to themselves. */
  private static final Set<String> WORKED_ON =
      Set.of("segments", "campaigns", "placements", "contents", "experiments", "preview");

  private static final int MOST = 100;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_NOTE = 2_000;

  private final Supplier<DraftDesk> desk;

  DraftsPage(Supplier<DraftDesk> desk) {
    this.desk = desk;
  }

  /**
   * The drafts.
   *
   * @param who for whom they are shown
   * @param mayWrite whether they may make one
   * @param problem why something was not done, in English; empty for nothing
   */
  record Model(List<RuleDraft> drafts, ConsoleRequest who, boolean mayWrite, String problem) {
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
    return desk.get()
        .drafts()
        .list(EnumSet.complementOf(EnumSet.of(State.DISCARDED)), MOST)
        .map(
            drafts ->
                View.of(
                    "drafts.jte",
                    new Model(drafts, request, DraftSteps.mayWrite(request), problem)));
  }

  /** Makes a draft of the rules that are live. */
  @Override
  public Future<View> submit(ConsoleRequest request) {
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
