/** Asks the running experiments of a rule base, only where no rule won. */
@NullMarked
package io.knowfirst.server.experiment;

import org.jspecify.annotations.NullMarked;
