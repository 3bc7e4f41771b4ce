package io.knowfirst.server.decide;

import io.knowfirst.rules.base.Trace;
import io.knowfirst.server.model.DecisionRequest;

/**
 * A decision to be tried.
 *
 * @param rules that decide
 * @param stored whether the visitor is one whose events are stored; else nothing is known of them
 *     but what is supposed
 * @param supposed what is to be taken for known besides
 * @param questions of which rules to say why they did not fire
 */
public record Simulation(
    ActiveRules rules,
    DecisionRequest request,
    boolean stored,
    Supposed supposed,
    Trace.Questions questions) {}
