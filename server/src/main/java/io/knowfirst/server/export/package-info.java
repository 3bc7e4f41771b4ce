/** Writes what is stored into files for other tools, in bounded memory. */
@NullMarked
package io.knowfirst.server.export;

import org.jspecify.annotations.NullMarked;
