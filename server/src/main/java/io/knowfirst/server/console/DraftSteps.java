package io.knowfirst.server.console;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.RuleDraft;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What somebody may do with a draft, as the routes of drafts say; and doing it. */
record DraftSteps(DraftDesk desk, ConsoleRequest request) {
  static final String AUTHORS_ONLY = "That takes the role author or approver.";
  static final String APPROVERS_ONLY = "That takes the role approver.";
  private static final Set<String> OF_APPROVERS = Set.of("approve", "reject", "publish", "cancel");

  static boolean mayWrite(ConsoleRequest request) {
    return request.who().user().caller().may(Set.of(Role.AUTHOR, Role.APPROVER));
  }

  static boolean mayApprove(ConsoleRequest request) {
    return request.who().user().caller().may(Set.of(Role.APPROVER));
  }

  /** Whether it waits for the approval of whoever looks. */
  static boolean waitsFor(RuleDraft draft, ConsoleRequest request) {
    return draft.state() == State.SUBMITTED
        && mayApprove(request)
        && !draft.about().contributors().contains(request.actor().person());
  }

  /** The steps that are open in this state to this person, the usual one first. */
  static List<String> of(Opened opened, ConsoleRequest request, boolean fourEyes) {
    var steps = new ArrayList<String>();
    var draft = opened.draft();
    var state = draft.state();
    boolean another = !draft.about().contributors().contains(request.actor().person());
    if (mayApprove(request)) {
      if (state == State.SUBMITTED && another) {
        steps.add("approve");
      }
      if (state == State.APPROVED
          || (!fourEyes && (state == State.OPEN || state == State.SUBMITTED))) {
        steps.add("publish");
      }
      if (state == State.SUBMITTED || state == State.APPROVED) {
        steps.add("reject");
      }
      if (state == State.SCHEDULED) {
        steps.add("cancel");
      }
    }
    if (mayWrite(request)) {
      if (state == State.OPEN) {
        steps.add(0, "submit");
        steps.add("discard");
      }
      if (state == State.SUBMITTED || state == State.APPROVED) {
        steps.add("withdraw");
      }
    }
    return steps;
  }

  /**
   * Takes a step. Fails as the part does that takes it.
   *
   * @throws IllegalArgumentException for one that is not open to this person
   */
  Future<Opened> take(String id, SeenRevision seen, String step, String comment) {
    if (!(OF_APPROVERS.contains(step) ? mayApprove(request) : mayWrite(request))) {
      throw new IllegalArgumentException(
          OF_APPROVERS.contains(step) ? APPROVERS_ONLY : AUTHORS_ONLY);
    }
    var who = request.actor().person();
    var review = desk.review();
    return switch (step) {
      case "submit" -> review.submit(id, seen, who, comment);
      case "withdraw" -> review.withdraw(id, seen, who, comment);
      case "approve" -> review.approve(id, seen, who, comment);
      case "reject" -> review.reject(id, seen, who, comment);
      case "cancel" -> desk.publisher().cancel(id, seen, who, comment);
      case "publish" -> desk.publisher().publish(id, seen, who, comment, 1);
      case "discard" -> desk.drafts().discard(id, seen, who, comment);
      default -> throw new IllegalArgumentException("There is no such step.");
    };
  }
}
