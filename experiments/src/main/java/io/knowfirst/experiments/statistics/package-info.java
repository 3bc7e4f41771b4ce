/**
 * Statistics of experiments on mergeable sums. Data never make it throw and never make it answer
 * NaN: where they say too little, the answer is {@link NotEnoughData} with the reason.
 */
@NullMarked
package io.knowfirst.experiments.statistics;

import org.jspecify.annotations.NullMarked;
