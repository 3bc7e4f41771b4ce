/** How well forecasts foretell. */
@NullMarked
package io.knowfirst.benchmarks.learning;

import org.jspecify.annotations.NullMarked;
