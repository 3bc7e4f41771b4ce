package io.knowfirst.server.web;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.graduation.Draft;
import io.knowfirst.server.rulesets.liveness.LiveRules;
import io.knowfirst.server.rulesets.liveness.MembersSeen;
import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.replay.ReplayReport;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * What requests ask of rules and their versions.
 *
 * @param placements of the rules that decide now, by id
 * @param drafts all that can be done with drafts
 * @param live {@code Liveness::rules}
 * @param members {@code Liveness::members}, by segment
 * @param replay {@code Replays::run}
 * @param graduate {@code Graduation::draft}, by experiment
 */
public record RuleCalls(
    Supplier<Map<String, Placement>> placements,
    Supplier<Rulesets> rulesets,
    Supplier<DraftDesk> drafts,
    Supplier<Future<LiveRules>> live,
    Function<Collection<String>, Future<Map<String, MembersSeen>>> members,
    BiFunction<Question, LongConsumer, Future<ReplayReport>> replay,
    Function<String, Future<Optional<Draft>>> graduate) {}
