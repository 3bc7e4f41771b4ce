package io.knowfirst.server.http;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.access.Access;
import io.knowfirst.server.decision.StoredDecision;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.profile.Receipt;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All that requests are passed on to.
 *
 * @param decide {@code Decider::decide}
 * @param intake {@code Intake::accept}
 * @param stored {@code DecisionLog::find}
 * @param product {@code Catalogue::product}, from memory
 * @param placements of the rules that decide now, by id
 * @param ready whether decisions are served
 */
public record Services(
    Access access,
    Function<DecisionRequest, Future<Decision>> decide,
    Function<List<Event>, Future<List<Receipt>>> intake,
    Function<String, Future<Optional<StoredDecision>>> stored,
    Function<String, Optional<Product>> product,
    Supplier<Map<String, Placement>> placements,
    BooleanSupplier ready,
    PrometheusMeterRegistry metrics,
    InstantSource clock) {}
