package io.knowfirst.server.model;

import org.jspecify.annotations.Nullable;

/**
 * What a token says: this decision for this placement, which counts as an exposure once the token
 * comes back.
 *
 * @param decision id of the decision
 * @param visitor who was decided for
 * @param experiment of a tested outcome, with its variation and phase
 * @param phase 0 without an experiment
 */
public record Exposure(
    String decision,
    String placement,
    String visitor,
    Outcome outcome,
    @Nullable String campaign,
    @Nullable String experiment,
    @Nullable String variation,
    int phase) {}
