/** Keeps what happens at a high rate in PostgreSQL, in chunks, without slowing who tells it. */
@NullMarked
package io.knowfirst.server.store.journal;

import org.jspecify.annotations.NullMarked;
