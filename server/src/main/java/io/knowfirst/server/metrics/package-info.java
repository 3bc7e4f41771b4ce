/** What the parts share to be measured: counters by label, and what the process knows of itself. */
@NullMarked
package io.knowfirst.server.metrics;

import org.jspecify.annotations.NullMarked;
