/** A running server as commands reach it: by HTTP, with a key. */
@NullMarked
package io.knowfirst.server.cli.remote;

import org.jspecify.annotations.NullMarked;
