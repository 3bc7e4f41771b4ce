/**
 * Who sees which variation. Pure and deterministic: the same experiment, visitor and earlier
 * assignment always give the same answer, without a clock and without randomness.
 */
@NullMarked
package io.knowfirst.experiments.assignment;

import org.jspecify.annotations.NullMarked;
