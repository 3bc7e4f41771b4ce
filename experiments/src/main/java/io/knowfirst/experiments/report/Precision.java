package io.knowfirst.experiments.report;

/**
 * A variation's lift on the deciding metric as one look sees it, for summaries over many
 * experiments.
 *
 * @param logRatio of variation to control
 * @param standardError of the logarithm, above 0
 */
public record Precision(String variation, double logRatio, double standardError) {}
