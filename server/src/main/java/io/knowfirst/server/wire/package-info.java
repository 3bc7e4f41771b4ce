/**
 * What clients send: request bodies become events, contexts and requests, with notes about what was
 * left out and errors that name their place.
 */
@NullMarked
package io.knowfirst.server.wire;

import org.jspecify.annotations.NullMarked;
