package io.knowfirst.server.outbound;

import static io.knowfirst.server.outbound.TakenTimer.await;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.CampaignFlow;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.Addressee;
import io.knowfirst.server.decide.Outbound;
import io.knowfirst.server.decide.OutboundMoment.Ring;
import io.knowfirst.server.decide.flow.FlowMove;
import io.knowfirst.server.decide.flow.FlowMove.Kind;
import io.knowfirst.server.decide.flow.FlowState;
import io.knowfirst.server.decide.flow.FlowState.Pending;
import io.knowfirst.server.decide.flow.Flows;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.outbound.StepTable.StepCommit;
import io.knowfirst.server.outbound.StepTable.Telling;
import io.knowfirst.server.outbound.TakenTimer.Rung;
import io.knowfirst.server.profile.OwnEvents;
import io.knowfirst.server.profile.Profile;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes visitors on in campaigns of steps when their timer rings. What became of them is stored as
 * events, with the message of what is sent, in the statement that sets the timer anew: a member
 * that dies leaves all of it to the others, and no step is taken twice. At each ring one message is
 * sent at most; what follows it is looked at in the next.
 */
final class StepRinger {
  /** How much later than its time something is still sent. */
  private static final Duration LATE = Duration.ofDays(1);

  private static final Duration DAILY = Duration.ofDays(1);

  private final StepTable table;
  private final Outbound outbound;
  private final OwnEvents own;
  private final Function<StepMessage, String> words;
  private final MeterRegistry metrics;

  StepRinger(
      StepTable table,
      Outbound outbound,
      OwnEvents own,
      Function<StepMessage, String> words,
      MeterRegistry metrics) {
    this.table = table;
    this.outbound = outbound;
    this.own = own;
    this.words = words;
    this.metrics = metrics;
  }

  /** What happens to what is due to be sent. */
  private record Sending(
      @Nullable FlowMove move, @Nullable Telling telling, @Nullable Instant due) {}

  Rung ring(Timer timer, UUID token, RuleBase base, Profile profile, Instant now) {
    if (!profile.granted(now).contains(RuleFolder.PERSONALIZATION)) {
      var left = Flows.leave(base.flows(), profile.history(now.toEpochMilli()), now, "consent");
      return commit(timer, token, profile, left, new Sending(null, null, null), now);
    }
    var one = new Addressee(profile, now, List.of(), List.of());
    var looked = outbound.look(one);
    var moves = new ArrayList<FlowMove>();
    looked.flows().forEach(state -> moves.addAll(state.moves()));
    var segments = new HashSet<String>();
    looked.evaluation().segments().forEach(member -> segments.add(member.segment()));
    Instant quietUntil = null;
    var others = new ArrayList<FlowState>();
    for (var state : looked.flows()) {
      var pending = state.pending();
      var campaign = base.folder().campaigns().get(state.campaign());
      if (pending == null || campaign == null) {
        others.add(state);
        continue;
      }
      var sending = send(base.folder(), campaign, pending, profile, segments, now);
      if (sending.move() != null) {
        moves.add(sending.move());
        return commit(timer, token, profile, moves, sending, now);
      }
      quietUntil = earlier(quietUntil, sending.due());
    }
    var due = earlier(quietUntil, next(base.flows(), others, profile, now));
    return commit(timer, token, profile, moves, new Sending(null, null, due), now);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  private Rung commit(
      Timer timer,
      UUID token,
      Profile profile,
      List<FlowMove> moves,
      Sending sending,
      Instant now) {
    var events = outbound.events(profile, moves, now);
    StepCommit done =
        await(table.commit(timer, token, sending.due(), events, sending.telling(), now));
    if (!done.mine()) {
      return Rung.TAKEN;
    }
    var unused = own.seen(profile.visitor(), events, done.numbers()); // PostgreSQL has them
    count(events, moves, done);
    return sending.telling() != null ? Rung.SENT : sending.due() == null ? Rung.SILENT : Rung.LATER;
  }

  private void count(List<Event> events, List<FlowMove> moves, StepCommit done) {
    for (int i = 0; i < events.size(); i++) {
      if (done.numbers().containsKey(events.get(i).id())) {
        metrics.counter("knowfirst.campaign.moves", "kind", moves.get(i).kind().word()).increment();
      }
    }
  }

  private Sending send(
      RuleFolder folder,
      Campaign campaign,
      Pending pending,
      Profile profile,
      Set<String> segments,
      Instant now) {
    var flow = Objects.requireNonNull(campaign.flow());
    if (outbound.isHeldOut(profile, campaign.id(), now)) {
      return new Sending(Flows.sent(flow, pending, Kind.HELD, "", now), null, now);
    }
    if (!now.isBefore(pending.since().plus(LATE))) {
      return new Sending(Flows.sent(flow, pending, Kind.MISSED, "", now), null, now);
    }
    var step = pending.step();
    var rule = CampaignFlow.rule(campaign.id(), step.id());
    var one =
        new Addressee(profile, now, placements(folder, step.at()), List.of(new Ring(rule, null)));
    var decided =
        outbound.decideNow(
            one,
            segments,
            placed -> {
              var firing = placed.reason().firing();
              return placed.outcome() == Outcome.KNOWN
                  && firing != null
                  && firing.rule().equals(rule);
            });
    if (decided.quietUntil() != null) {
      return new Sending(null, null, decided.quietUntil());
    }
    var choice = decided.choice();
    if (choice == null) {
      var why = decided.why();
      var word = why == null ? "" : why.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      return new Sending(Flows.sent(flow, pending, Kind.UNSENT, word, now), null, now);
    }
    var move = Flows.sent(flow, pending, Kind.SENT, choice.channel(), now);
    var entry = move.to().entry();
    var message =
        new StepMessage(
            campaign.id(), step.id(), entry.number(), profile.visitor(), pending.since(), decided);
    var key = String.join("\n", entry.visitor(), move.event(now, List.of()).id());
    var id = "msg_step_" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    return new Sending(
        move, new Telling(move.event(now, List.of()).id(), id, words.apply(message)), now);
  }

  private static List<Placement> placements(RuleFolder folder, List<String> ids) {
    return ids.stream().map(folder.placements()::get).filter(Objects::nonNull).toList();
  }

  /** When something may change by time alone; null for never. */
  private static @Nullable Instant next(
      List<Campaign> campaigns, List<FlowState> states, Profile profile, Instant now) {
    Instant due = null;
    boolean mayEnter = false;
    for (var state : states) {
      if (state.due() != null && (due == null || state.due().isBefore(due))) {
        due = state.due();
      }
      mayEnter |= state.at() == null;
    }
    long newest =
        profile.history(now.toEpochMilli()).touches().stream()
            .filter(touch -> touch.kind() != Touch.Kind.STEPPED)
            .mapToLong(Touch::at)
            .max()
            .orElse(0);
    boolean asks = mayEnter || states.stream().anyMatch(state -> asksSegments(campaigns, state));
    var daily = now.plus(DAILY);
    return asks
            && newest > now.minus(Duration.ofDays(StepTable.DAYS)).toEpochMilli()
            && (due == null || daily.isBefore(due))
        ? daily
        : due;
  }

  /** Whether a segment may end it. */
  private static boolean asksSegments(List<Campaign> campaigns, FlowState state) {
    return campaigns.stream()
        .filter(campaign -> campaign.id().equals(state.campaign()))
        .map(Campaign::flow)
        .anyMatch(flow -> flow != null && !flow.exitSegments().isEmpty());
  }
}
