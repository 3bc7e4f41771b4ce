/** Offers in, at most one winner for each placement out. */
@NullMarked
package io.knowfirst.server.decide.arbitration;

import org.jspecify.annotations.NullMarked;
