package io.knowfirst.server.decide;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.base.Trace;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.model.Reason;
import io.knowfirst.server.model.Reason.Note;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision with all that led to it.
 *
 * @param trace what the rules did
 */
public record Traced(Situation situation, Decided decided, Trace trace) {
  /** Facts that could have been made, and were not, as no rule and no audience asks about them. */
  public List<Fact> unasked() {
    var made = new HashSet<String>();
    decided.facts().forEach(fact -> made.add(shown(fact)));
    var all = FactSheet.of(situation, Keys.ALL);
    return all.stream().filter(fact -> !made.contains(shown(fact))).toList();
  }

  /** What is to be said of triggers. */
  public List<TriggerOutlook> triggers() {
    return TriggerOutlook.of(situation, trace.evaluation().segments(), trace.whyNot().keySet());
  }

  private static String shown(Fact fact) {
    return fact.getClass().getSimpleName() + fact.values();
  }

  /**
   * An offer when it had its turn at a placement.
   *
   * @param priority of its campaign
   * @param won whether it is shown, unless the visitor is held out
   * @param objection why it did not win; null where it won, or where a rule failed and nothing was
   *     looked at
   */
  public record Turn(Candidate offer, int priority, boolean won, @Nullable Note objection) {}

  /** The offers for a placement in the order of their turns, each with what became of it. */
  public List<Turn> turns(Placed placed) {
    var request = situation.request();
    var place =
        request.placements().stream().filter(p -> p.id().equals(placed.placement())).findFirst();
    if (place.isEmpty()) {
      return List.of();
    }
    var offers =
        situation
            .rules()
            .arbiter()
            .inOrder(
                place.get(), trace.evaluation().offers(), situation.outbound().bounds().values());
    var campaigns = situation.rules().base().folder().campaigns();
    var notes = objections(placed);
    int winner = winner(placed, notes);
    var turns = new ArrayList<Turn>(offers.size());
    for (int i = 0; i < offers.size(); i++) {
      var campaign = campaigns.get(offers.get(i).offer().campaign());
      boolean won = i == winner;
      var note = won || notes.isEmpty() ? null : notes.remove(0);
      turns.add(new Turn(offers.get(i), campaign == null ? 0 : campaign.priority(), won, note));
    }
    return turns;
  }

  /** Its place in the order: after all that something was held against. */
  private static int winner(Placed placed, List<Note> objections) {
    boolean none = placed.outcome() != Outcome.KNOWN && placed.holdout() == null;
    return none
        ? -1
        : (int) objections.stream().filter(n -> n.code() != Reason.Code.LOWER_PRIORITY).count();
  }

  /** The notes that the arbitration made, in its order: one for each offer that did not win. */
  private List<Note> objections(Placed placed) {
    var notes = new ArrayList<Note>();
    for (var note : placed.reason().notes()) {
      switch (note.code()) {
        case LOWER_PRIORITY,
            OUT_OF_SCHEDULE,
            CAP_REACHED,
            GROUP_TAKEN,
            BUDGET_SPENT,
            PAGE_VIEW_KEPT,
            OUT_OF_STOCK ->
            notes.add(note);
        case CONSENT_MISSING -> {
          if (!situation.known().notes().contains(note)) {
            notes.add(note);
          }
        }
        default -> {}
      }
    }
    return notes;
  }
}
