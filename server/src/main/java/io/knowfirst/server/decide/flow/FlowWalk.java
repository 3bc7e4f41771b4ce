package io.knowfirst.server.decide.flow;

import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.CampaignFlow;
import io.knowfirst.rules.folder.FlowStep;
import io.knowfirst.server.decide.flow.FlowMove.Kind;
import io.knowfirst.server.decide.flow.FlowPosition.Told;
import io.knowfirst.server.decide.flow.FlowState.Pending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a visitor through one campaign, from what is stored up to now:
 *
 * <ol>
 *   <li>who is in a segment that ends it leaves now;
 *   <li>who did what ends it leaves at that moment, whatever step they were at;
 *   <li>a step that lasts is over at its time, however late that is looked at;
 *   <li>a branch is decided by what was known when it was reached, and by the segments of now;
 *   <li>something to be sent stops the walk until it is sent.
 * </ol>
 */
final class FlowWalk {
  private final Campaign campaign;
  private final CampaignFlow flow;
  private final FlowView view;
  private final FlowHistory past;
  private final Map<String, Instant> begun;
  private final List<FlowMove> moves = new ArrayList<>();
  private @Nullable FlowPosition position;
  private @Nullable Pending pending;
  private @Nullable Instant due;
  private boolean waiting = true;

  private FlowWalk(Campaign campaign, CampaignFlow flow, FlowView view) {
    this.campaign = campaign;
    this.flow = flow;
    this.view = view;
    this.past = FlowHistory.of(campaign.id(), view.history());
    this.begun = new HashMap<>(past.begun());
  }

  static FlowState of(Campaign campaign, FlowView view) {
    var walk = new FlowWalk(campaign, Objects.requireNonNull(campaign.flow()), view);
    walk.go();
    return new FlowState(
        campaign.id(), walk.position, walk.isWaiting(), walk.moves, walk.pending, walk.due);
  }

  private boolean isWaiting() {
    var told = position == null ? null : position.told();
    return waiting
        && (told == null || !view.isJustSent(flow.step(told.step()).orElse(null), told.since()));
  }

  private void go() {
    var open = past.open();
    if (open == null) {
      if (mayEnter()) {
        enter();
      }
      return;
    }
    position = open;
    var segments = view.segments();
    if (segments != null) {
      for (var exit : flow.exitSegments()) {
        if (segments.contains(exit.segment())) {
          leave(open, view.now(), exit.segment());
          return;
        }
      }
    }
    if (open.step().isEmpty()) {
      arrive(open, 0, open.at());
      return;
    }
    var step = flow.step(open.step()).orElse(null);
    if (step == null || !step.isLasting()) {
      gone(open);
    } else {
      stay(open, step);
    }
  }

  private boolean mayEnter() {
    var segments = view.segments();
    if (segments == null
        || !segments.contains(flow.enter().segment())
        || !isOpen(view.now())
        || flow.exitSegments().stream().anyMatch(exit -> segments.contains(exit.segment()))) {
      return false;
    }
    var again = flow.again();
    var left = past.left();
    return !past.ever()
        || (again != null && left != null && !view.now().isBefore(view.after(left, again)));
  }

  private boolean isOpen(Instant now) {
    var from = campaign.from();
    var until = campaign.until();
    return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
  }

  private void enter() {
    var now = view.now();
    var entry = new FlowEntry(campaign.id(), view.visitor(), past.entries() + 1, now);
    var first = new FlowPosition(entry, 0, "", now, new Told("", now), List.of());
    position = first;
    moves.add(new FlowMove(first, Kind.ENTERED, ""));
    arrive(first, 0, now);
  }

  /** The step is gone: the first after it that still is, or the end. */
  private void gone(FlowPosition from) {
    for (var id : from.next()) {
      for (int place = 0; place < flow.steps().size(); place++) {
        if (flow.steps().get(place).id().equals(id)) {
          arrive(from, place, view.now());
          return;
        }
      }
    }
    leave(from, view.now(), "edited");
  }

  private void stay(FlowPosition at, FlowStep step) {
    var end = at.at();
    if (step instanceof FlowStep.Show show) {
      end = view.after(end, show.lasting());
    } else if (step instanceof FlowStep.Wait wait) {
      end = view.after(end, wait.lasting());
    }
    if (leaves(at, end)) {
      return;
    }
    if (end.isAfter(view.now())) {
      waiting = !(step instanceof FlowStep.Show);
      due = end;
    } else {
      arrive(at, step.next(), end);
    }
  }

  private void arrive(FlowPosition from, int first, Instant at) {
    waiting = true;
    int place = first;
    while (place != FlowStep.END) {
      var step = flow.steps().get(place);
      if (step instanceof FlowStep.Branch branch) {
        var yes = new FlowQuestion(campaign, view, begun).answer(branch.asked(), at);
        if (yes == null) {
          return;
        }
        place = yes ? branch.next() : branch.otherwise();
      } else if (step instanceof FlowStep.Leave leave) {
        leave(from, at, leave.reason());
        return;
      } else {
        begin(from, step, at);
        return;
      }
    }
    var told = view.isJustSent(flow.step(from.step()).orElse(null), from.at());
    if (told) {
      due = from.at().plus(FlowView.SUPPOSED);
    } else {
      leave(from, at, "completed");
    }
  }

  private void begin(FlowPosition from, FlowStep step, Instant at) {
    if (step instanceof FlowStep.Send send && !view.supposed()) {
      if (!leaves(from, view.now())) {
        pending = new Pending(from, send, at);
        due = view.now();
      }
      return;
    }
    if (leaves(from, at)) {
      return;
    }
    var kind = step instanceof FlowStep.Send ? Kind.SENT : Kind.BEGUN;
    var to = after(flow, from, step, at);
    if (step instanceof FlowStep.Telling) {
      begun.put(step.id(), at);
    }
    position = to;
    moves.add(new FlowMove(to, kind, ""));
    stay(to, step);
  }

  /** Where a visitor is once a step began, or was sent. */
  static FlowPosition after(CampaignFlow flow, FlowPosition from, FlowStep step, Instant at) {
    var told = step instanceof FlowStep.Telling ? new Told(step.id(), at) : from.told();
    return new FlowPosition(from.entry(), from.number() + 1, step.id(), at, told, flow.after(step));
  }

  /** Whether something ended the campaign for them until then, or until now. */
  private boolean leaves(FlowPosition from, Instant limit) {
    var until = limit.isAfter(view.now()) ? view.now() : limit;
    Instant first = null;
    String why = "";
    long entered = from.entry().began().toEpochMilli();
    for (var event : flow.exitEvents()) {
      var at = EventTimes.firstAfter(event, view.history(), entered);
      if (at.isPresent() && (first == null || at.getAsLong() < first.toEpochMilli())) {
        first = Instant.ofEpochMilli(at.getAsLong());
        why = event;
      }
    }
    var over = campaign.until();
    if (over != null && (first == null || over.isBefore(first))) {
      first = over;
      why = "ended";
    }
    if (first == null || first.isAfter(until)) {
      return false;
    }
    leave(from, first.isBefore(from.at()) ? from.at() : first, why);
    return true;
  }

  static FlowMove left(FlowPosition from, Instant at, String why) {
    var to =
        new FlowPosition(from.entry(), from.number() + 1, from.step(), at, from.told(), List.of());
    return new FlowMove(to, Kind.LEFT, why);
  }

  private void leave(FlowPosition from, Instant at, String why) {
    moves.add(left(from, at, why));
    position = null;
    pending = null;
    due = null;
  }
}
