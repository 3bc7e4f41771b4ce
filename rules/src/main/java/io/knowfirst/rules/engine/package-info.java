/**
 * Runs rule trees by Drools' public model, which compiles nothing. Facts are matched with the
 * constraints that concern one fact alone, each distinct constraint once; the engine joins,
 * negates, accumulates and fires.
 */
@NullMarked
package io.knowfirst.rules.engine;

import org.jspecify.annotations.NullMarked;
