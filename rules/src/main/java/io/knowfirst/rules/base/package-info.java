/** The rule base: compile, decide, explain.. */
@NullMarked
package io.knowfirst.rules.base;

import org.jspecify.annotations.NullMarked;
