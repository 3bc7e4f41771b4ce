package io.knowfirst.server.decide.flow;

import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.FlowStep;
import io.knowfirst.rules.folder.FlowStep.Asked;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers what a branch asks.
 *
 * @param begun when each step began
 */
record FlowQuestion(Campaign campaign, FlowView view, Map<String, Instant> begun) {
  private static final Set<String> CLICKS = Set.of("Promotion Clicked", "Email Link Clicked");

  /** Null as long as it cannot be told. */
  @Nullable Boolean answer(Asked asked, Instant at) {
    if (asked.kind() == Asked.AskedKind.SEGMENT) {
      var segments = view.segments();
      return segments == null ? null : segments.contains(asked.of());
    }
    var since = begun.get(asked.of());
    var flow = campaign.flow();
    var step = flow == null ? null : flow.step(asked.of()).orElse(null);
    if (since == null || !(step instanceof FlowStep.Telling telling)) {
      return false;
    }
    return switch (asked.kind()) {
      case SHOWN ->
          any(Touch.Kind.SHOWN, since, at, touch -> touch.name().equals(campaign.id()))
              || (step instanceof FlowStep.Send && (view.supposed() || isSent(step.id())));
      case CLICKED ->
          responded(telling, since, at, touch -> CLICKS.contains(touch.properties().get("event")));
      default -> responded(telling, since, at, touch -> true);
    };
  }

  private boolean isSent(String step) {
    return view.history().all(Touch.Kind.STEPPED).stream()
        .anyMatch(
            touch ->
                touch.name().equals(campaign.id())
                    && step.equals(touch.properties().get(FlowMove.STEP))
                    && FlowMove.Kind.SENT.word().equals(touch.properties().get(FlowMove.KIND)));
  }

  /** On a channel of the step; what is shown may also be answered on another where people come. */
  private boolean responded(
      FlowStep.Telling step, Instant since, Instant at, Predicate<Touch> how) {
    var folder = view.folder();
    var channels =
        step.at().stream()
            .map(folder.placements()::get)
            .map(placement -> placement == null ? "" : placement.channel())
            .collect(Collectors.toSet());
    var outbound = folder.channels().outbound().keySet();
    return any(
        Touch.Kind.RESPONDED,
        since,
        at,
        touch -> {
          int slash = touch.name().indexOf('/');
          var channel = touch.name().substring(0, slash);
          return touch.name().substring(slash + 1).equals(campaign.id())
              && (channels.contains(channel)
                  || (step instanceof FlowStep.Show && !outbound.contains(channel)))
              && how.test(touch);
        });
  }

  private boolean any(Touch.Kind kind, Instant since, Instant at, Predicate<Touch> which) {
    return view.history().all(kind).stream()
        .filter(touch -> touch.at() >= since.toEpochMilli() && touch.at() <= at.toEpochMilli())
        .anyMatch(which);
  }
}
