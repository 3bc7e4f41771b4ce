package io.knowfirst.server.console;

/**
 * All that pages tell of.
 *
 * @param today the rules and what comes of them
 * @param visitors single visitors
 * @param experiments experiments and the ledger
 * @param operate what operators look after
 */
public record ConsoleSources(
    TodaySources today,
    VisitorSources visitors,
    ExperimentSources experiments,
    OperateSources operate) {}
