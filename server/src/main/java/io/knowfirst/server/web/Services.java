package io.knowfirst.server.web;

import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.report.ledger.Ledger;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.access.Access;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.StockChange;
import io.knowfirst.server.catalogue.StockReceipt;
import io.knowfirst.server.catalogue.UploadReport;
import io.knowfirst.server.decide.Simulation;
import io.knowfirst.server.decide.StoredDecision;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.experiments.ledger.LedgerQuestion;
import io.knowfirst.server.experiments.ledger.OutcomeCounts;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.people.People;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.profile.Receipt;
import io.knowfirst.server.quality.DataQuality;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.graduation.Draft;
import io.knowfirst.server.rulesets.liveness.LiveRules;
import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.replay.ReplayReport;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.webhooks.Webhooks;
import io.knowfirst.server.wire.Pages;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that requests are passed on to.
 *
 * @param people those who work with the server
 * @param decide {@code Decider::decide}
 * @param prefetch {@code Decider::prefetch}
 * @param intake {@code Intake::accept}
 * @param profile {@code Profiles::find}
 * @param stored {@code DecisionLog::find}
 * @param product {@code Catalogue::product}, from memory
 * @param category whether the catalogue has a product in the category or within it
 * @param assortment all products, as they are now
 * @param pages what the catalogue knows of addresses and searches
 * @param upload {@code Catalogue::put}
 * @param delete {@code Catalogue::delete}
 * @param stock {@code Catalogue::stock}
 * @param replay {@code Replays::run}
 * @param simulate {@code Simulator::simulate}
 * @param placements of the rules that decide now, by id
 * @param drafts all that can be done with drafts
 * @param liveRules {@code Liveness::rules}
 * @param visitors what is asked of the {@code Visitors}
 * @param experiments what is asked of the {@code Lifecycle}
 * @param health how the server is now
 * @param report {@code Reports::report}, by experiment and phase
 * @param reports {@code Reports::all}
 * @param ledger {@code Ledgers::ledger}
 * @param outcomes of the decisions since yesterday
 * @param studies what is asked about experiments beside their reports
 * @param graduate {@code Graduation::draft}, by experiment
 * @param quality counts what is taken in and not understood
 * @param webhooks endpoints that are told what happens
 * @param audiences what is asked of the {@code AudienceDesk}
 */
public record Services(
    Access access,
    People people,
    Function<DecisionRequest, Future<Decision>> decide,
    Function<DecisionRequest, Future<Decision>> prefetch,
    Function<List<Event>, Future<List<Receipt>>> intake,
    Function<String, Future<Profile>> profile,
    Function<String, Future<Optional<StoredDecision>>> stored,
    Function<String, Optional<Product>> product,
    Predicate<String> category,
    Supplier<Assortment> assortment,
    Pages pages,
    BiFunction<ReadStream<Buffer>, Consumer<UploadReport>, Future<UploadReport>> upload,
    Function<String, Future<Boolean>> delete,
    Function<List<StockChange>, Future<List<StockReceipt>>> stock,
    BiFunction<Question, LongConsumer, Future<ReplayReport>> replay,
    Function<Simulation, Future<Traced>> simulate,
    Supplier<Map<String, Placement>> placements,
    Supplier<Rulesets> rulesets,
    Supplier<DraftDesk> drafts,
    Supplier<Future<LiveRules>> liveRules,
    VisitorCalls visitors,
    ExperimentCalls experiments,
    Supplier<Health> health,
    BiFunction<String, @Nullable Integer, Future<Optional<Report>>> report,
    Supplier<Future<List<ReportIndex.Line>>> reports,
    Function<LedgerQuestion, Future<Ledger>> ledger,
    Supplier<Future<List<OutcomeCounts>>> outcomes,
    Function<String, Future<Optional<Draft>>> graduate,
    StudyCalls studies,
    DataQuality quality,
    Webhooks webhooks,
    AudienceCalls audiences,
    PrometheusMeterRegistry metrics,
    InstantSource clock) {}
