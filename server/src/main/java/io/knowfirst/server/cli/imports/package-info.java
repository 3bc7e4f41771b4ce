/** The import commands: clients that read a file and talk to a server over HTTP. */
@NullMarked
package io.knowfirst.server.cli.imports;

import org.jspecify.annotations.NullMarked;
