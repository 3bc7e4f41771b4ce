/** The rule base: check, decide, explain. */
@NullMarked
package io.knowfirst.rules.base;

import org.jspecify.annotations.NullMarked;
