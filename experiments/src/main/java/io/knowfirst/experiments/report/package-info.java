/**
 * Reports on experiments: from sums or from rows of a CSV file to a verdict in plain words, as a
 * printable page, JSON or CSV.
 */
@NullMarked
package io.knowfirst.experiments.report;

import org.jspecify.annotations.NullMarked;
