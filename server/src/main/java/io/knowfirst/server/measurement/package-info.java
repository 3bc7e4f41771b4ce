/** Turns events of exposed visitors into sums, and sums into reports. */
@NullMarked
package io.knowfirst.server.measurement;

import org.jspecify.annotations.NullMarked;
