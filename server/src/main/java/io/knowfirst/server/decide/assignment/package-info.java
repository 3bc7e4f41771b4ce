/** Asks the running experiments of a rule base, only where no rule won. */
@NullMarked
package io.knowfirst.server.decide.assignment;

import org.jspecify.annotations.NullMarked;
