/** What the shop sells: PostgreSQL holds it, every member keeps all of it in memory. */
@NullMarked
package io.knowfirst.server.catalogue;

import org.jspecify.annotations.NullMarked;
