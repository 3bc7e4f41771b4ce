package io.knowfirst.server.console;

import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.rules.check.Seen;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.experiments.ledger.OutcomeCounts;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.liveness.LiveRules;
import io.knowfirst.server.rulesets.liveness.MembersSeen;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What pages tell of the rules and of what comes of them.
 *
 * @param rulesets the versions of the rules
 * @param drafts changed rules on their way
 * @param liveRules which rules fire
 * @param members about how many visitors segments had, by segment
 * @param reports of all experiments and holdouts
 * @param outcomes of the decisions since yesterday
 * @param assortment all products, as they are now
 * @param seen the vocabulary that came of late
 */
public record TodaySources(
    Supplier<Rulesets> rulesets,
    Supplier<DraftDesk> drafts,
    Supplier<Future<LiveRules>> liveRules,
    Function<Collection<String>, Future<Map<String, MembersSeen>>> members,
    Supplier<Future<List<ReportIndex.Line>>> reports,
    Supplier<Future<List<OutcomeCounts>>> outcomes,
    Supplier<Assortment> assortment,
    Supplier<Future<Seen>> seen,
    InstantSource clock) {}
