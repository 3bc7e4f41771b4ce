package io.knowfirst.server.profile;

import io.knowfirst.server.model.Event;

/**
 * An event as PostgreSQL has it.
 *
 * @param seq its number in the store, unique, at least 1
 */
record Stored(long seq, Event event) {}
