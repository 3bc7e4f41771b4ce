/** Turns events of exposed visitors into sums, and sums into reports. */
@NullMarked
package io.knowfirst.server.experiments.measurement;

import org.jspecify.annotations.NullMarked;
