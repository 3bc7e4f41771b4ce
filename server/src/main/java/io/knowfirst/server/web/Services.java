package io.knowfirst.server.web;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.people.People;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.profile.Receipt;
import io.knowfirst.server.quality.DataQuality;
import io.knowfirst.server.webhooks.Webhooks;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All that requests are passed on to.
 *
 * @param people those who work with the server
 * @param intake {@code Intake::accept}
 * @param profile {@code Profiles::find}
 * @param visitors what is asked of the {@code Visitors}
 * @param experiments what is asked of the {@code Lifecycle}
 * @param studies what is asked about experiments beside their reports
 * @param audiences what is asked of the {@code AudienceDesk}
 * @param quality counts what is taken in and not understood
 * @param webhooks endpoints that are told what happens
 * @param health how the server is now
 */
public record Services(
    Access access,
    People people,
    DecisionCalls decisions,
    Function<List<Event>, Future<List<Receipt>>> intake,
    Function<String, Future<Profile>> profile,
    VisitorCalls visitors,
    CatalogueCalls catalogue,
    RuleCalls rules,
    ExperimentCalls experiments,
    ReportCalls reports,
    StudyCalls studies,
    AudienceCalls audiences,
    DataQuality quality,
    Webhooks webhooks,
    Supplier<Health> health,
    PrometheusMeterRegistry metrics,
    InstantSource clock) {}
