/** The command line. */
@NullMarked
package io.knowfirst.server.cli;

import org.jspecify.annotations.NullMarked;
