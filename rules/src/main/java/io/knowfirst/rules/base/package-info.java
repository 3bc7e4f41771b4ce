/** The rule base: compile, decide, explain. The only package that imports Drools. */
@NullMarked
package io.knowfirst.rules.base;

import org.jspecify.annotations.NullMarked;
