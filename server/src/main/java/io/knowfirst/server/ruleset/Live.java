package io.knowfirst.server.ruleset;

import org.jspecify.annotations.Nullable;

/**
 * Which version decides.
 *
 * @param change rises with each change-over; 0 before the first
 * @param hash null before the first
 */
record Live(long change, @Nullable String hash) {}
