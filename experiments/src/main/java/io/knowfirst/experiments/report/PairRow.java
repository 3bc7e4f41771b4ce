package io.knowfirst.experiments.report;

/**
 * Two variations of the deciding metric against each other, neither the control.
 *
 * @param against the variation that is taken for the control
 * @param row of the other one; p-values are corrected for all such pairs
 */
public record PairRow(String against, Report.Row row) {}
