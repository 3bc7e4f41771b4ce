/** Checks rules by their trees: what each rule is about, and what is wrong with it. */
@NullMarked
package io.knowfirst.rules.check;

import org.jspecify.annotations.NullMarked;
