/** Experiments from draft to archive: stored, changed, followed by every member. */
@NullMarked
package io.knowfirst.server.experiments.lifecycle;

import org.jspecify.annotations.NullMarked;
