package io.knowfirst.server.ruleset;

/**
 * What came of a wish to publish.
 *
 * @param changed whether another version decides than before
 */
public record Publication(Version version, boolean changed) {}
