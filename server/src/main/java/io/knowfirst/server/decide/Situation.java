package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.arbitration.MomentBounds;
import io.knowfirst.server.decide.arbitration.PageView;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.model.DecisionRequest;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision depends on: the same situation is decided the same again.
 *
 * @param id of the decision to be made
 * @param rules in force
 * @param experiments as they are for the whole of the decision
 * @param assortment the products as they are for the whole of the decision
 * @param model forecasts orders; null as long as there is none
 * @param outbound what is known of contacts
 */
public record Situation(
    String id,
    DecisionRequest request,
    Known known,
    ActiveRules rules,
    Experiments experiments,
    Assortment assortment,
    @Nullable BuyingModel model,
    OutboundMoment outbound) {
  /** The same within other bounds. */
  Situation with(MomentBounds bounds) {
    return new Situation(
        id, request, known, rules, experiments, assortment, model, outbound.within(bounds));
  }

  /** The same as part of a page view. */
  Situation in(PageView view) {
    return with(outbound.bounds().in(view));
  }

  /** Of a shop that contacts nobody. */
  public Situation(
      String id,
      DecisionRequest request,
      Known known,
      ActiveRules rules,
      Experiments experiments,
      Assortment assortment,
      @Nullable BuyingModel model) {
    this(id, request, known, rules, experiments, assortment, model, OutboundMoment.NONE);
  }

  /** Of a shop for which nothing can be forecast. */
  public Situation(
      String id,
      DecisionRequest request,
      Known known,
      ActiveRules rules,
      Experiments experiments,
      Assortment assortment) {
    this(id, request, known, rules, experiments, assortment, null);
  }
}
