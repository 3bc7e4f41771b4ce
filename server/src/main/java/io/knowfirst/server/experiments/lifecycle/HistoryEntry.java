package io.knowfirst.server.experiments.lifecycle;

import java.time.Instant;

/**
 * An entry of an experiment's history.
 *
 * @param who a key, a file beside the rules, the bandit
 * @param what in a word: apply, start, refused …
 * @param detail in words
 */
public record HistoryEntry(Instant at, String who, String what, String detail) {}
