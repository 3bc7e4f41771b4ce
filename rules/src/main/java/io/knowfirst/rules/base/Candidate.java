package io.knowfirst.rules.base;

import io.knowfirst.rules.facts.Offer;

/** An offer, and why it was made. */
public record Candidate(Offer offer, Firing firing) {}
