/** Recorded decisions, decided again: the proof, and what other rules would change. */
@NullMarked
package io.knowfirst.server.rulesets.replay;

import org.jspecify.annotations.NullMarked;
