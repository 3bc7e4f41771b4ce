package io.knowfirst.rules.facts;

/**
 * The visitor is one whom an experiment is about. Derived by the conditions that stand as the
 * experiment's {@code audience}; no rule reads it.
 */
public record Audience(String experiment) {}
