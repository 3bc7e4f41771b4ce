/** The server: one decision, end to end. */
@NullMarked
package io.knowfirst.server;

import org.jspecify.annotations.NullMarked;
