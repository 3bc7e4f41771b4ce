/** Where a visitor is in campaigns of steps, as a function of what is known and of the clock. */
@NullMarked
package io.knowfirst.server.decide.flow;

import org.jspecify.annotations.NullMarked;
