/**
 * The vocabulary that rules see. A rule's natural first constraint is {@code ==} on a fact's key
 * (the first component: a category, a name, a term), which the engine answers by one hash look-up.
 */
@NullMarked
package io.knowfirst.rules.facts;

import org.jspecify.annotations.NullMarked;
