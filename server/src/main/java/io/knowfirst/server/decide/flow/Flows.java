package io.knowfirst.server.decide.flow;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.CampaignFlow;
import io.knowfirst.rules.folder.FlowStep;
import io.knowfirst.server.decide.flow.FlowMove.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where a visitor is in campaigns of steps. */
public final class Flows {
  private Flows() {}

  /** One state for each of the campaigns, in their order. */
  public static List<FlowState> of(List<Campaign> campaigns, FlowView view) {
    var states = new ArrayList<FlowState>(campaigns.size());
    for (var campaign : campaigns) {
      states.add(FlowWalk.of(campaign, view));
    }
    return states;
  }

  /** Whoever is inside leaves. */
  public static List<FlowMove> leave(
      List<Campaign> campaigns, History history, Instant now, String why) {
    var moves = new ArrayList<FlowMove>();
    for (var campaign : campaigns) {
      var open = FlowHistory.of(campaign.id(), history).open();
      if (open != null) {
        moves.add(FlowWalk.left(open, now, why));
      }
    }
    return moves;
  }

  /** What became of something that was to be sent. */
  public static FlowMove sent(
      CampaignFlow flow, FlowState.Pending pending, Kind kind, String detail, Instant now) {
    if (!kind.isOfSending()) {
      throw new IllegalArgumentException(kind + " sends nothing");
    }
    FlowStep step = pending.step();
    return new FlowMove(FlowWalk.after(flow, pending.from(), step, now), kind, detail);
  }
}
