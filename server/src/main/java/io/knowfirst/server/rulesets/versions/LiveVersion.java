package io.knowfirst.server.rulesets.versions;

import org.jspecify.annotations.Nullable;

/**
 * Which version decides.
 *
 * @param change rises with each change-over; 0 before the first
 * @param hash null before the first
 */
record LiveVersion(long change, @Nullable String hash) {}
