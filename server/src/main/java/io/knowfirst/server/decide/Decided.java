package io.knowfirst.server.decide;

import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.server.decide.flow.FlowState;
import io.knowfirst.server.model.Decision;
import java.util.List;

/**
 * A decision and what led to it.
 *
 * @param facts that the rules saw
 * @param evaluation what the rules made of them
 * @param flows where the visitor is in campaigns of steps
 */
public record Decided(
    Decision decision, List<Fact> facts, Evaluation evaluation, List<FlowState> flows) {
  public Decided {
    facts = List.copyOf(facts);
    flows = List.copyOf(flows);
  }
}
