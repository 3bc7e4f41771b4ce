/** PostgreSQL: an embedded one under a data directory, or a given one; its schema and its pool. */
@NullMarked
package io.knowfirst.server.store.postgres;

import org.jspecify.annotations.NullMarked;
