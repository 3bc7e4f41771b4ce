/** Recorded decisions, decided again: the proof, and what other rules would change. */
@NullMarked
package io.knowfirst.server.replay;

import org.jspecify.annotations.NullMarked;
