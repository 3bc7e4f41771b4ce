/**
 * Reads and checks DRL before anything compiles: what each rule is about, and what is wrong with
 * it. Uses the Drools parser, never the engine.
 */
@NullMarked
package io.knowfirst.rules.check;

import org.jspecify.annotations.NullMarked;
