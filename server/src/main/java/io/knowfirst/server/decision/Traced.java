package io.knowfirst.server.decision;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.base.Trace;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Reason.Note;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision with all that led to it.
 *
 * @param trace what the rules did
 */
public record Traced(Situation situation, Decided decided, Trace trace) {

  /**
   * An offer when it had its turn at a placement.
   *
   * @param priority of its campaign
   * @param won whether it is shown
   * @param objection why it is not; null where it won, or gave way to one before it
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
    var offers = situation.rules().arbiter().inOrder(place.get(), trace.evaluation().offers());
    var campaigns = situation.rules().base().folder().campaigns();
    var firing = placed.reason().firing();
    var notes = objections(placed);
    var turns = new ArrayList<Turn>(offers.size());
    for (var offer : offers) {
      var campaign = campaigns.get(offer.offer().campaign());
      boolean won =
          offer.firing().equals(firing) && offer.offer().campaign().equals(placed.campaign());
      var note = won || notes.isEmpty() ? null : notes.remove(0);
      turns.add(new Turn(offer, campaign == null ? 0 : campaign.priority(), won, note));
    }
    return turns;
  }

  /** The notes that the arbitration made, in its order: one for each offer that did not win. */
  private List<Note> objections(Placed placed) {
    var notes = new ArrayList<Note>();
    for (var note : placed.reason().notes()) {
      switch (note.code()) {
        case LOWER_PRIORITY, OUT_OF_SCHEDULE, CAP_REACHED, OUT_OF_STOCK -> notes.add(note);
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
