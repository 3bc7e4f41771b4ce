package io.knowfirst.server.web;

import io.knowfirst.server.decide.Simulation;
import io.knowfirst.server.decide.StoredDecision;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.DecisionRequest;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/**
 * What requests ask of decisions.
 *
 * @param decide {@code Decider::decide}
 * @param prefetch {@code Decider::prefetch}
 * @param stored {@code DecisionLog::find}
 * @param simulate {@code Simulator::simulate}
 */
public record DecisionCalls(
    Function<DecisionRequest, Future<Decision>> decide,
    Function<DecisionRequest, Future<Decision>> prefetch,
    Function<String, Future<Optional<StoredDecision>>> stored,
    Function<Simulation, Future<Traced>> simulate) {}
