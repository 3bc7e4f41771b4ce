package io.knowfirst.server.decide;

import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.base.Firing;
import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.server.decide.arbitration.ArbitrationResult.Winner;
import io.knowfirst.server.decide.arbitration.Eligibility;
import io.knowfirst.server.decide.assignment.AssignedContent;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.Decision.Basis;
import io.knowfirst.server.model.Decision.Chooser;
import io.knowfirst.server.model.Decision.Fallback;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Decision.Ruled;
import io.knowfirst.server.model.Decision.Shown;
import io.knowfirst.server.model.Decision.Tested;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.HoldoutAssignment;
import io.knowfirst.server.model.Reason;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Granted;
import io.knowfirst.server.model.Reason.Note;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of one decision as it grows, placement by placement, each with its reason. */
final class Answer {
  private static final Note BOT =
      new Note(Code.BOT, "The user agent is a bot's, so this is counted in no experiment.");

  private final String id;
  private final DecisionRequest request;
  private final Known known;
  private final Evaluation evaluation;
  private final Eligibility standing;
  private final List<String> segments;
  private final Tokens tokens;
  private final List<Note> stale;

  Answer(Situation situation, Evaluation evaluation, Tokens tokens) {
    this.id = situation.id();
    this.request = situation.request();
    this.known = situation.known();
    this.evaluation = evaluation;
    this.standing =
        known.standing(
            request, situation.rules().base().folder().zone(), situation.outbound().bounds());
    this.segments = evaluation.segments().stream().map(Membership::segment).toList();
    this.tokens = tokens;
    this.stale = stale(request);
  }

  /** What of the moment is too old to be looked at. */
  private static List<Note> stale(DecisionRequest request) {
    var weather = request.context().weather();
    int minutes = weather == null ? 0 : weather.minutesAgo(request.now());
    return minutes <= Weather.OLDEST
        ? List.of()
        : List.of(
            new Note(
                Code.CONTEXT_STALE,
                "The weather was observed %d minutes ago and was not used, as it may be %d minutes old. Maybe ask your weather service more often."
                    .formatted(minutes, Weather.OLDEST)));
  }

  Evaluation evaluation() {
    return evaluation;
  }

  Eligibility standing() {
    return standing;
  }

  /**
   * The visitor who asked, also where the profile is that of a known one they are tied to: an
   * assignment does not change when they log in, and no one learns an id they did not name.
   */
  String visitor() {
    return request.visitor();
  }

  Placed known(
      Placement placement, Winner winner, @Nullable HoldoutAssignment held, List<Note> notes) {
    var campaign = winner.campaign();
    var rule = new Ruled(campaign.id(), campaign.style());
    return new Placed(
        placement.id(),
        rule,
        held,
        winner.content(),
        reason(
            winner.candidate().firing(),
            known.grants(campaign.purpose()),
            notes,
            winner.content().bases()),
        token(exposure(placement, rule, held)));
  }

  Placed tested(
      Placement placement,
      AssignedContent trial,
      @Nullable HoldoutAssignment held,
      @Nullable Shown shown,
      List<Note> notes) {
    var assignment = trial.assignment();
    var tested =
        new Tested(
            assignment.experiment(),
            assignment.variation(),
            assignment.phase(),
            assignment.bucket(),
            assignment.propensity(),
            assignment.source());
    var exposure =
        exposure(placement, tested, held)
            .cut(DimensionValues.of(trial.segments(), request.context(), known));
    return new Placed(
        placement.id(),
        tested,
        held,
        shown,
        reason(null, List.of(), notes, shown == null ? List.of() : shown.bases()),
        token(exposure));
  }

  Placed byDefault(
      Placement placement,
      @Nullable HoldoutAssignment held,
      @Nullable Shown shown,
      List<Note> notes) {
    var fallback = new Fallback();
    return new Placed(
        placement.id(),
        fallback,
        held,
        shown,
        reason(null, List.of(), notes, shown == null ? List.of() : shown.bases()),
        token(exposure(placement, fallback, held)));
  }

  Decision decision(String ruleset, long catalogue, List<Placed> placements) {
    return new Decision(
        id, visitor(), ruleset, catalogue, request.now(), placements, known.taken());
  }

  private Reason reason(
      @Nullable Firing firing, List<Granted> consents, List<Note> notes, List<Basis> products) {
    if (known.notes().isEmpty() && stale.isEmpty() && !request.bot()) {
      return new Reason(firing, segments, consents, notes, products);
    }
    var all = new ArrayList<>(known.notes());
    all.addAll(stale);
    all.addAll(notes);
    if (request.bot()) {
      all.add(BOT);
    }
    return new Reason(firing, segments, consents, all, products);
  }

  /** Empty where nobody is known to have been shown it. */
  private String token(Exposure exposure) {
    return request.isContextual() ? "" : tokens.sign(exposure);
  }

  private Exposure exposure(Placement placement, Chooser by, @Nullable HoldoutAssignment held) {
    var device = request.context().device();
    var view = standing.bounds().view();
    var kept =
        view != null && by instanceof Ruled rule
            ? view.decision(placement.id(), rule.campaign())
            : null;
    return new Exposure(
        kept == null ? id : kept,
        placement.id(),
        visitor(),
        by.outcome(),
        by instanceof Ruled rule ? rule.campaign() : null,
        by instanceof Tested tested ? tested : null,
        held == null ? List.of() : held.draws(),
        request.channel(),
        device == null ? null : device.type(),
        request.bot());
  }
}
