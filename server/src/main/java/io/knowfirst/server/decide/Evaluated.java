package io.knowfirst.server.decide;

import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.InCampaign;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.CampaignFlow;
import io.knowfirst.server.decide.flow.FlowPosition.Told;
import io.knowfirst.server.decide.flow.FlowState;
import io.knowfirst.server.decide.flow.FlowView;
import io.knowfirst.server.decide.flow.Flows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the rules made of the facts, and where the visitor is in campaigns of steps. Segments say
 * who enters and how it goes on, and rules read where the visitor is: where the segments change
 * that, the rules run once more, so that a visitor who enters sees the first step at once.
 *
 * @param facts that the rules saw
 * @param flows one for each campaign of steps; none where nothing may be read of the visitor
 */
record Evaluated(List<Fact> facts, Evaluation evaluation, List<FlowState> flows) {
  static Evaluated of(
      Situation situation, Keys keys, Function<List<Fact>, Evaluation> rules, DecisionSteps steps) {
    var facts = FactSheet.of(situation, keys);
    var campaigns = campaigns(situation);
    var visitor = campaigns.isEmpty() ? null : visitor(facts);
    if (visitor == null) {
      steps.after("facts");
      var evaluation = rules.apply(facts);
      steps.after("rules");
      return new Evaluated(facts, evaluation, List.of());
    }
    var before = inCampaigns(situation, Flows.of(campaigns, view(situation, null)), visitor, keys);
    var seen = with(facts, before);
    steps.after("facts");
    var evaluation = rules.apply(seen);
    var segments = new HashSet<String>();
    for (Membership member : evaluation.segments()) {
      segments.add(member.segment());
    }
    var flows = Flows.of(campaigns, view(situation, segments));
    var then = inCampaigns(situation, flows, visitor, keys);
    if (!then.equals(before)) {
      seen = with(facts, then);
      evaluation = rules.apply(seen);
    }
    steps.after("rules");
    return new Evaluated(seen, evaluation, flows);
  }

  private static List<Campaign> campaigns(Situation situation) {
    var granted = situation.known().granted();
    return situation.request().isContextual() || !granted.contains(FactSheet.PERSONALIZATION)
        ? List.of()
        : situation.rules().base().flows();
  }

  private static @Nullable Visitor visitor(List<Fact> facts) {
    for (var fact : facts) {
      if (fact instanceof Visitor visitor) {
        return visitor;
      }
    }
    return null;
  }

  private static List<Fact> with(List<Fact> facts, List<InCampaign> more) {
    if (more.isEmpty()) {
      return facts;
    }
    var all = new ArrayList<Fact>(facts);
    all.addAll(more);
    return all;
  }

  private static FlowView view(Situation situation, @Nullable Set<String> segments) {
    var request = situation.request();
    var profile = situation.known().profile();
    return new FlowView(
        situation.rules().base().folder(),
        profile.visitor(),
        profile.history(request.now().toEpochMilli()),
        request.now(),
        segments,
        situation.outbound().supposed());
  }

  private static List<InCampaign> inCampaigns(
      Situation situation, List<FlowState> flows, Visitor visitor, Keys others) {
    var facts = new ArrayList<InCampaign>();
    var base = situation.rules().base();
    var keys = base.keys().or(others);
    var now = situation.request().now();
    var clock = ShopClock.at(now.toEpochMilli(), base.folder().zone());
    for (var state : flows) {
      var at = state.at();
      if (at == null || !keys.asked(InCampaign.class, state.campaign())) {
        continue;
      }
      var pending = state.pending();
      var told = pending == null ? at.told() : new Told(pending.step().id(), pending.since());
      boolean waiting =
          pending == null
              ? state.waiting()
              : situation.outbound().rings().stream()
                  .noneMatch(
                      ring -> ring.rule().equals(CampaignFlow.rule(state.campaign(), told.step())));
      var origins =
          situation.known().profile().history(now.toEpochMilli()).all(Touch.Kind.STEPPED).stream()
              .filter(touch -> touch.name().equals(state.campaign()))
              .limit(1)
              .map(Touch::origin)
              .toList();
      facts.add(
          new InCampaign(
              state.campaign(),
              told.step(),
              waiting,
              clock.daysAgo(told.since().toEpochMilli()),
              clock.daysAgo(at.entry().began().toEpochMilli()),
              visitor,
              origins));
    }
    return facts;
  }
}
