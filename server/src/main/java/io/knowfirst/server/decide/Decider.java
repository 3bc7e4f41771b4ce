package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.ChannelModel;
import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.events.Intake;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.profile.Profiles;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides for a caller: finds what is known, takes the {@link DecisionPath}, keeps the decision.
 */
public final class Decider {
  private final Intake intake;
  private final Profiles profiles;
  private final Catalogue catalogue;
  private final Supplier<ActiveRules> rules;
  private final Supplier<Experiments> experiments;
  private final Supplier<@Nullable BuyingModel> model;
  private final Supplier<ChannelModel> channels;
  private final DecisionPath path;
  private final DecisionPath ahead;
  private final Settlement settlement;
  private final DecisionLog log;
  private final DecisionMeter meter;
  private final List<DecisionListener> listeners;

  /**
   * @param rules the rule base in force; asked once for each decision
   * @param experiments as they are now; asked once for each decision
   * @param model that forecasts orders now
   * @param channels how visitors respond now
   * @param settlement makes decisions at the same time keep to the limits together
   * @param listeners hear of each decision
   */
  public Decider(
      Intake intake,
      Profiles profiles,
      Catalogue catalogue,
      Supplier<ActiveRules> rules,
      Supplier<Experiments> experiments,
      Supplier<@Nullable BuyingModel> model,
      Supplier<ChannelModel> channels,
      DecisionPath path,
      Settlement settlement,
      DecisionLog log,
      DecisionMeter meter,
      List<DecisionListener> listeners) {
    this.intake = intake;
    this.profiles = profiles;
    this.catalogue = catalogue;
    this.rules = rules;
    this.experiments = experiments;
    this.model = model;
    this.channels = channels;
    this.path = path;
    this.ahead = path.ahead();
    this.settlement = settlement;
    this.log = log;
    this.meter = meter;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Never fails: what could not be had (events stored, a profile, a rule) stands in the answer's
   * reasons.
   */
  public Future<Decision> decide(DecisionRequest request) {
    var steps = meter.begin();
    return Known.gather(request, intake, profiles).compose(known -> decide(request, known, steps));
  }

  /**
   * As {@link #decide}, ahead of its use: it is logged as such, and what is shown of it counts when
   * its exposure comes.
   */
  public Future<Decision> prefetch(DecisionRequest request) {
    return Known.gather(request, intake, profiles)
        .compose(known -> settlement.begin(situation(request, known)))
        .compose(asked -> settlement.settle(asked, ahead.decide(asked), ahead))
        .map(
            settled -> {
              var decision = settled.decided().decision();
              keepAhead(decision, settled.situation());
              meter.countAhead(decision, settled.decided().evaluation().failures());
              return decision;
            });
  }

  /** Decides for visitors whom the shop contacts. */
  public Outbound outbounds() {
    return new Outbound(this);
  }

  private Situation situation(DecisionRequest request, Known known) {
    return situation(request, known, List.of());
  }

  Situation situation(DecisionRequest request, Known known, List<OutboundMoment.Ring> rings) {
    return new Situation(
        log.nextId(),
        request,
        known,
        rules.get(),
        experiments.get(),
        catalogue.now(),
        model.get(),
        new OutboundMoment(channels.get(), rings, settlement.bounds()));
  }

  Settlement settlement() {
    return settlement;
  }

  DecisionPath path() {
    return ahead;
  }

  ActiveRules rules() {
    return rules.get();
  }

  OutboundMoment outbound() {
    return new OutboundMoment(channels.get(), List.of());
  }

  void keepAhead(Decision decision, Situation situation) {
    log.recordAhead(decision, situation.request().channel(), Redaction.of(situation));
  }

  private Future<Decision> decide(DecisionRequest request, Known known, DecisionSteps steps) {
    steps.after("profile");
    return settlement
        .begin(situation(request, known))
        .compose(asked -> settlement.settle(asked, path.decide(asked, steps), path))
        .map(settled -> keep(settled.situation(), settled.decided(), steps));
  }

  private Decision keep(Situation situation, Decided decided, DecisionSteps steps) {
    var request = situation.request();
    log.record(decided.decision(), request.channel(), Redaction.of(situation));
    meter.count(decided.decision(), request.channel(), decided.evaluation().failures());
    for (var listener : listeners) {
      listener.onDecision(situation, decided);
    }
    steps.after("record");
    steps.decided(decided.decision());
    return decided.decision();
  }
}
