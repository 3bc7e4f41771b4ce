/** Who may call: keys, and what the server signs so that a caller can prove it later. */
@NullMarked
package io.knowfirst.server.access;

import org.jspecify.annotations.NullMarked;
